package dev.strongroom.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.strongroom.jca.HsmProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Programs that know nothing of Strongroom: TLS, an HTTPS server, keytool, jarsigner, Bouncy Castle. */
class UsersTest {
    private static Place place;
    private static HsmProvider provider;
    private static KeyStore store;

    @BeforeAll
    static void open() throws Exception {
        place = Place.embedded(2);
        provider = (HsmProvider) new HsmProvider().configure("url=" + place.url + ";token=strongroom-0");
        Security.addProvider(provider);
        store = KeyStore.getInstance("Strongroom", provider);
        store.load(null, Place.PIN.toCharArray());
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            KeyPair root = pair(algorithm);
            KeyPair leaf = pair(algorithm);
            X509Certificate authority = Certificates.root(root, provider);
            X509Certificate certificate = Certificates.leaf(leaf.getPublic(), root.getPrivate(), provider);
            certificate.verify(root.getPublic());
            store.setKeyEntry(algorithm, leaf.getPrivate(), null, new Certificate[] {certificate, authority});
        }
    }

    @AfterAll
    static void close() throws Exception {
        Security.removeProvider(provider.getName());
        provider.session().slot().hsm().close();
        place.close();
    }

    private static KeyPair pair(String algorithm) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    /** A context with the key of an entry, which trusts its issuer. */
    private static SSLContext context(String alias) throws Exception {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setCertificateEntry("root", store.getCertificateChain(alias)[1]);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(one);
        // Only this entry: what the factory has else would be chosen from.
        KeyManagerFactory keys = KeyManagerFactory.getInstance("NewSunX509");
        KeyStore.Builder builder = KeyStore.Builder.newInstance(
                Only.of(store, alias), new KeyStore.PasswordProtection(new char[0]));
        keys.init(new javax.net.ssl.KeyStoreBuilderParameters(builder));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void tlsServersAndClients() throws Exception {
        for (String alias : List.of("EC", "RSA", "Ed25519")) {
            assertEquals(2, store.getCertificateChain(alias).length);
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                handshake(context(alias), version, alias);
            }
        }
    }

    /** Both sides have their key in the token, and show it. */
    private static void handshake(SSLContext context, String version, String alias) throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, here)) {
            server.setEnabledProtocols(new String[] {version});
            server.setNeedClientAuth(true);
            Future<Integer> served = thread.submit(() -> {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.getOutputStream().write(42);
                    assertEquals(store.getCertificate(alias), socket.getSession().getPeerCertificates()[0]);
                    return socket.getInputStream().read();
                }
            });
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(here, server.getLocalPort())) {
                socket.setSoTimeout(20_000);
                assertEquals(42, socket.getInputStream().read(), version);
                assertEquals(version, socket.getSession().getProtocol());
                assertEquals(store.getCertificate(alias), socket.getSession().getPeerCertificates()[0]);
                socket.getOutputStream().write(7);
            }
            assertEquals(7, served.get(20, TimeUnit.SECONDS));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void anHttpsServer() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context("EC")));
        server.createContext("/", exchange -> {
            byte[] answer = "from the token".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            HttpClient client = HttpClient.newBuilder().sslContext(context("EC")).build();
            URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals("from the token", answer.body());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void signedMessages() throws Exception {
        byte[] data = "to be signed".getBytes(StandardCharsets.UTF_8);
        for (String alias : List.of("EC", "RSA", "RSA-PSS", "Ed25519")) {
            String entry = alias.replace("-PSS", "");
            X509Certificate certificate = (X509Certificate) store.getCertificate(entry);
            java.security.PrivateKey key = (java.security.PrivateKey) store.getKey(entry, null);
            String algorithm = alias.equals("RSA-PSS") ? "SHA256withRSAandMGF1" : Certificates.algorithm(key);
            ContentSigner signer = new JcaContentSignerBuilder(algorithm).setProvider(provider).build(key);
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(new JcaSignerInfoGeneratorBuilder(
                            new JcaDigestCalculatorProviderBuilder().build())
                    .build(signer, certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
            byte[] encoded = generator.generate(new CMSProcessableByteArray(data), true).getEncoded();

            CMSSignedData read = new CMSSignedData(encoded);
            assertArrayEquals(data, (byte[]) read.getSignedContent().getContent());
            for (SignerInformation one : read.getSignerInfos()) {
                JcaSimpleSignerInfoVerifierBuilder verifier = new JcaSimpleSignerInfoVerifierBuilder();
                if (alias.equals("RSA-PSS")) {
                    // Java has no such name.
                    verifier.setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider());
                }
                assertTrue(one.verify(verifier.build(certificate)), alias);
            }
        }
    }

    // The tools that come with Java.

    private static String javaTool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Where the provider is: the jars, as they are in the repository. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> entry.contains("strongroom") || !entry.endsWith(".jar"))
                .filter(entry -> !entry.contains("test-classes"))
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    private static List<String> machine() {
        List<String> options = new ArrayList<>();
        String library = System.getProperty("strongroom.library");
        if (library != null) {
            options.add("-J-Dstrongroom.library=" + library);
        }
        return options;
    }

    private static String keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(javaTool("keytool")));
        command.addAll(machine());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", "NONE", "-storetype", "PKCS11", "-storepass", Place.PIN, "-providerpath",
                classPath(), "-providerclass", HsmProvider.class.getName(), "-providerarg",
                "url=" + place.url + ";token=strongroom-1;name=Tool", "-providername", "Strongroom-Tool"));
        return Place.run(command);
    }

    @Test
    void keytoolAndJarsigner() throws Exception {
        Path work = Files.createTempDirectory("strongroom-tools-");
        try {
            for (List<String> row : List.of(
                    List.of("ec", "EC", "-groupname", "secp256r1"), List.of("rsa", "RSA", "-keysize", "2048"))) {
                String alias = row.get(0);
                keytool("-genkeypair", "-alias", alias, "-keyalg", row.get(1), row.get(2), row.get(3), "-dname", "CN=" + alias);
                Path request = work.resolve(alias + ".csr");
                keytool("-certreq", "-alias", alias, "-file", request.toString());
                String shown = Place.run(javaTool("keytool"), "-printcertreq", "-file", request.toString());
                assertTrue(shown.contains("CN=" + alias), shown);

                // An authority outside of the token answers the request.
                Path authority = work.resolve("authority.p12");
                List<String> outside = List.of("-keystore", authority.toString(), "-storepass", "password", "-alias", "ca");
                if (!Files.exists(authority)) {
                    tool(outside, "-genkeypair", "-keyalg", "EC", "-dname", "CN=CA", "-ext", "bc:c");
                }
                Path root = work.resolve("root.pem");
                tool(outside, "-exportcert", "-rfc", "-file", root.toString());
                Path issued = work.resolve(alias + ".pem");
                tool(outside, "-gencert", "-rfc", "-infile", request.toString(), "-outfile", issued.toString());
                Path reply = work.resolve(alias + "-chain.pem");
                Files.writeString(reply, Files.readString(issued) + Files.readString(root));
                keytool("-importcert", "-noprompt", "-trustcacerts", "-alias", alias, "-file", reply.toString());
                String listed = keytool("-list", "-v", "-alias", alias);
                assertTrue(listed.contains("PrivateKeyEntry") && listed.contains("CN=CA"), listed);
            }
            keytool("-importcert", "-noprompt", "-alias", "trusted", "-file", work.resolve("root.pem").toString());
            String all = keytool("-list");
            assertTrue(all.contains("ec,") && all.contains("rsa,") && all.contains("trusted,"), all);
            assertTrue(all.contains("3 entries"), all);

            jarsigner(work);
            for (String alias : List.of("ec", "rsa", "trusted")) {
                keytool("-delete", "-alias", alias);
            }
            String none = keytool("-list");
            assertTrue(none.contains("0 entries"), none);
        } finally {
            try (Stream<Path> files = Files.list(work)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(work);
        }
    }

    private static void tool(List<String> first, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(javaTool("keytool")));
        command.addAll(List.of(arguments));
        command.addAll(first);
        Place.run(command);
    }

    private static void jarsigner(Path work) throws IOException, InterruptedException {
        Path file = work.resolve("content");
        Files.writeString(file, "content");
        Path jar = work.resolve("signed.jar");
        Place.run(javaTool("jar"), "--create", "--file", jar.toString(), "-C", work.toString(), "content");
        for (String alias : List.of("ec", "rsa")) {
            List<String> command = new ArrayList<>(List.of(javaTool("jarsigner"), "-J-cp", "-J" + classPath()));
            command.addAll(machine());
            command.addAll(List.of("-keystore", "NONE", "-storetype", "PKCS11", "-storepass", Place.PIN,
                    "-addprovider", "Strongroom", "-providerArg", "url=" + place.url + ";token=strongroom-1;name=Tool",
                    jar.toString(), alias));
            Place.run(command);
        }
        String verified = Place.run(javaTool("jarsigner"), "-verify", jar.toString());
        assertTrue(verified.contains("jar verified"), verified);
    }
}
