// What a Java program does with a PKCS #11 token through SunPKCS11, which comes with Java: key store,
// signature, cipher, key agreement, and TLS with the key in a slot; each result is checked by Java's own
// providers. Called by `run` with SunPKCS11's configuration, the PIN, and the alias of a key with a
// certificate that keytool made. Says nothing when all of it held.

import java.net.InetAddress;
import java.security.*;
import java.security.cert.Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.concurrent.*;
import javax.crypto.*;
import javax.crypto.spec.*;
import javax.net.ssl.*;

public class Client {
    static void hold(boolean condition, String what) {
        if (!condition) throw new AssertionError(what);
    }

    public static void main(String[] arguments) throws Exception {
        Provider token = Security.getProvider("SunPKCS11").configure(arguments[0]);
        char[] pin = arguments[1].toCharArray();
        Security.addProvider(token);
        KeyStore store = KeyStore.getInstance("PKCS11", token);
        store.load(null, pin);
        PrivateKey key = (PrivateKey) store.getKey(arguments[2], null);
        Certificate certificate = store.getCertificate(arguments[2]);
        hold(key != null && key.getEncoded() == null, "a private key stays inside");

        byte[] data = "some data".repeat(1000).getBytes();
        Signature signing = Signature.getInstance("SHA256withECDSA", token);
        signing.initSign(key);
        signing.update(data);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance("SHA256withECDSA", "SunEC");
        verifying.initVerify(certificate.getPublicKey());
        verifying.update(data);
        hold(verifying.verify(signature), "Java's own provider takes the signature");

        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", token);
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        signing = Signature.getInstance("SHA512withRSA", token);
        signing.initSign(rsa.getPrivate());
        signing.update(data);
        signature = signing.sign();
        verifying = Signature.getInstance("SHA512withRSA", "SunRsaSign");
        verifying.initVerify(rsa.getPublic());
        verifying.update(data);
        hold(verifying.verify(signature), "an RSA signature");

        SecretKeyFactory keys = SecretKeyFactory.getInstance("AES", token);
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        SecretKey inside = keys.translateKey(new SecretKeySpec(bytes, "AES"));
        for (String mode : new String[] {"AES/CBC/PKCS5Padding", "AES/CTR/NoPadding", "AES/GCM/NoPadding"}) {
            var parameters = mode.contains("GCM")
                ? new GCMParameterSpec(128, Arrays.copyOf(bytes, 12))
                : new IvParameterSpec(new byte[16]);
            Cipher ours = Cipher.getInstance(mode, token);
            ours.init(Cipher.ENCRYPT_MODE, inside, parameters);
            byte[] sealed = ours.doFinal(data);
            Cipher theirs = Cipher.getInstance(mode, "SunJCE");
            theirs.init(Cipher.DECRYPT_MODE, new SecretKeySpec(bytes, "AES"), parameters);
            hold(Arrays.equals(theirs.doFinal(sealed), data), mode);
            ours.init(Cipher.DECRYPT_MODE, inside, parameters);
            hold(Arrays.equals(ours.doFinal(sealed), data), mode + " back");
        }

        Mac mac = Mac.getInstance("HmacSHA256", token);
        mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
        Mac other = Mac.getInstance("HmacSHA256", "SunJCE");
        other.init(new SecretKeySpec(bytes, "AES"));
        hold(Arrays.equals(mac.doFinal(data), other.doFinal(data)), "HMAC");

        generator = KeyPairGenerator.getInstance("EC", token);
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair mine = generator.generateKeyPair();
        generator = KeyPairGenerator.getInstance("EC", "SunEC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        KeyPair yours = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", token);
        agreement.init(mine.getPrivate());
        agreement.doPhase(yours.getPublic(), true);
        KeyAgreement outside = KeyAgreement.getInstance("ECDH", "SunEC");
        outside.init(yours.getPrivate());
        outside.doPhase(mine.getPublic(), true);
        hold(Arrays.equals(agreement.generateSecret(), outside.generateSecret()), "ECDH");

        for (String version : new String[] {"TLSv1.2", "TLSv1.3"}) handshake(store, pin, certificate, version);
    }

    /** A server whose key is in the slot, and a client that trusts its certificate. */
    static void handshake(KeyStore store, char[] pin, Certificate certificate, String version) throws Exception {
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, pin);
        SSLContext serving = SSLContext.getInstance("TLS");
        serving.init(managers.getKeyManagers(), null, null);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext calling = SSLContext.getInstance("TLS");
        calling.init(null, trust.getTrustManagers(), null);

        InetAddress here = InetAddress.getLoopbackAddress();
        var server = (SSLServerSocket) serving.getServerSocketFactory().createServerSocket(0, 1, here);
        server.setEnabledProtocols(new String[] {version});
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Integer> served = thread.submit(() -> {
            try (var socket = (SSLSocket) server.accept()) {
                socket.getOutputStream().write(42);
                return socket.getInputStream().read();
            }
        });
        try (var socket = (SSLSocket) calling.getSocketFactory().createSocket(here, server.getLocalPort())) {
            hold(socket.getInputStream().read() == 42, version);
            hold(socket.getSession().getProtocol().equals(version), version);
            socket.getOutputStream().write(7);
        }
        hold(served.get(10, TimeUnit.SECONDS) == 7, version + " both ways");
        thread.shutdown();
        server.close();
    }
}
