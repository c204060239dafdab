package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.jca.HsmProvider;
import dev.strongroom.tests.Place;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.Signature;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.junit.jupiter.api.Test;

/** The provider among others, and who is logged in. */
class ProviderTest extends Provided {
    @Test
    void keysOfOthersAreForOthers() throws Exception {
        Security.insertProviderAt(provider, 1);
        try {
            KeyPairGenerator outside = KeyPairGenerator.getInstance("EC", "SunEC");
            outside.initialize(256);
            KeyPair software = outside.generateKeyPair();
            Signature signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(software.getPrivate());
            signing.update(DATA);
            byte[] signature = signing.sign();
            assertEquals("SunEC", signing.getProvider().getName());
            signing.initVerify(software.getPublic());
            signing.update(DATA);
            assertTrue(signing.verify(signature));
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
            assertEquals("SunJCE", cipher.getProvider().getName());
            Signature ours = Signature.getInstance("SHA256withECDSA", provider);
            assertThrows(InvalidKeyException.class, () -> ours.initSign(software.getPrivate()));
            Signature found = Signature.getInstance("SHA256withECDSA");
            found.initSign(pair("EC", "secp256r1").getPrivate());
            assertSame(provider, found.getProvider());
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** Two instances, one of them at a service, and their providers side by side. */
    @Test
    void loginByCallback() throws Exception {
        HsmProvider first = configured(1, ";name=First");
        Place other = Place.served(1);
        HsmProvider second = (HsmProvider) new HsmProvider().configure(
                "url=" + other.url + ";token=strongroom-0;name=Second");
        assertEquals("Strongroom-First", first.getName());
        Security.addProvider(first);
        Security.addProvider(second);
        try {
            first.login(null, callbacks -> {
                for (Callback callback : callbacks) {
                    ((PasswordCallback) callback).setPassword(Place.PIN.toCharArray());
                }
            });
            KeyPair pair = KeyPairGenerator.getInstance("EC", "Strongroom-First").generateKeyPair();
            assertThrows(java.security.ProviderException.class,
                    () -> KeyPairGenerator.getInstance("EC", "Strongroom-Second").generateKeyPair());
            assertThrows(FailedLoginException.class, () -> second.login(null, callbacks ->
                    ((PasswordCallback) callbacks[0]).setPassword("1111".toCharArray())));
            assertThrows(LoginException.class, () -> second.login(null, null));
            second.setCallbackHandler(callbacks ->
                    ((PasswordCallback) callbacks[0]).setPassword(Place.PIN.toCharArray()));
            KeyPair served = KeyPairGenerator.getInstance("EC", "Strongroom-Second").generateKeyPair();
            for (KeyPair each : List.of(pair, served)) {
                Signature signing = Signature.getInstance("SHA256withECDSA");
                signing.initSign(each.getPrivate());
                signing.update(DATA);
                assertTrue(signing.sign().length > 60);
            }
            first.logout();
            Signature gone = Signature.getInstance("SHA256withECDSA", first);
            gone.initSign(pair.getPrivate());
            gone.update(DATA);
            assertThrows(java.security.SignatureException.class, gone::sign);
        } finally {
            Security.removeProvider("Strongroom-First");
            Security.removeProvider("Strongroom-Second");
            second.session().slot().hsm().close();
            other.close();
        }
    }

    @Test
    void everyServiceIsThere() throws Exception {
        for (Provider.Service service : provider.getServices()) {
            assertNotNull(service.newInstance(null), service.toString());
        }
    }

    /** Identifiers that others know are of the same algorithms there. */
    @Test
    void identifiers() {
        int count = 0;
        for (Provider.Service service : provider.getServices()) {
            for (Provider other : List.of(Security.getProvider("SUN"), EC, RSA, Security.getProvider("SunJCE"), BC)) {
                for (String name : identifiers(service)) {
                    Provider.Service theirs = other.getService(service.getType(), name);
                    // Bouncy Castle calls much by other names, and alone has these.
                    if (theirs != null && (other != BC || name.startsWith("2.16.840.1.101.3.4.3.2"))) {
                        String what = service.getType() + " " + name + ": " + service.getAlgorithm() + ", " + theirs.getAlgorithm();
                        assertSame(service, provider.getService(service.getType(), theirs.getAlgorithm()), what);
                        count++;
                    }
                }
            }
        }
        assertTrue(count > 100, "only " + count);
        assertNotNull(provider.getService("Signature", "OID.1.2.840.10045.4.3.2"));
    }

    /** The identifiers of a service. */
    private static List<String> identifiers(Provider.Service service) {
        String prefix = "Alg.Alias." + service.getType() + ".";
        return provider.stringPropertyNames().stream()
                .filter(key -> key.startsWith(prefix) && key.substring(prefix.length()).matches("[\\d.]+"))
                .filter(key -> provider.getProperty(key).equals(service.getAlgorithm()))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    /** Whoever names no provider gets the one that the key is of, wherever it stands. */
    @Test
    void theProviderOfAKey() throws Exception {
        SecretKey aes = KeyGenerator.getInstance("AES", provider).generateKey();
        KeyPair rsa = pair("RSA", "2048");
        KeyPair ec = pair("EC", "secp256r1");
        KeyPair x = pair("XDH", "X25519");
        for (boolean first : new boolean[] {true, false}) {
            if (first) {
                Security.insertProviderAt(provider, 1);
            } else {
                Security.addProvider(provider);
            }
            try {
                Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, aes);
                assertSame(provider, cipher.getProvider());
                Cipher decrypting = Cipher.getInstance("RSA/ECB/PKCS1Padding");
                decrypting.init(Cipher.DECRYPT_MODE, rsa.getPrivate());
                assertSame(provider, decrypting.getProvider());
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.initSign(rsa.getPrivate());
                assertSame(provider, pss.getProvider());
                KeyAgreement ecdh = KeyAgreement.getInstance("ECDH");
                ecdh.init(ec.getPrivate());
                assertSame(provider, ecdh.getProvider());
                KeyAgreement xdh = KeyAgreement.getInstance("X25519");
                xdh.init(x.getPrivate());
                assertSame(provider, xdh.getProvider());
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(KeyGenerator.getInstance("HmacSHA256", provider).generateKey());
                assertSame(provider, mac.getProvider());
            } finally {
                Security.removeProvider(provider.getName());
            }
        }
        assertEquals("true", provider.getService("SecureRandom", "Strongroom").getAttribute("ThreadSafe"));
        assertTrue(provider.getService("Signature", "Ed25519").getAttribute("SupportedKeyClasses").contains("PublicKey"));
        assertTrue(provider.getService("Signature", "SHA256withRSA").supportsParameter(rsa.getPrivate()));
        assertFalse(provider.getService("Signature", "SHA256withRSA").supportsParameter(ec.getPrivate()));
        assertFalse(provider.getService("Cipher", "AES/GCM/NoPadding").supportsParameter(new SecretKeySpec(new byte[16], "AES")));
    }

    /** Nothing of a token is written. */
    @Test
    void nothingIsSerialized() throws Exception {
        for (Object each : List.of(
                pair("RSA", "2048").getPrivate(), pair("EC", "secp256r1").getPrivate(), pair("EdDSA", "Ed25519").getPrivate(),
                KeyGenerator.getInstance("AES", provider).generateKey(), provider,
                SecureRandom.getInstance("Strongroom", provider))) {
            var out = new java.io.ObjectOutputStream(new java.io.ByteArrayOutputStream());
            assertThrows(java.io.NotSerializableException.class, () -> out.writeObject(each), each.getClass().getName());
        }
    }

    @Test
    void configurations() {
        for (String wrong : List.of("url=x;colour=red", "synthetic-certificates=yes", "/nonexistent")) {
            assertThrows(java.security.InvalidParameterException.class, () -> new HsmProvider().configure(wrong), wrong);
        }
    }
}
