package dev.strongroom.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsServer;
import dev.strongroom.jca.HsmProvider;
import java.io.IOException;
import java.net.InetAddress;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");
    private static final String TOOLS = "strongroom-3";
    private static Place place;
    /** A token for each algorithm, and the provider of each. */
    private static final Map<String, HsmProvider> PROVIDERS = new HashMap<>();
    private static final Map<String, KeyStore> STORES = new HashMap<>();

    @BeforeAll
    static void open() throws Exception {
        place = Place.embedded(4);
        for (String algorithm : ALGORITHMS) {
            String said = "url=" + place.url + ";token=strongroom-" + PROVIDERS.size() + ";name=" + algorithm;
            HsmProvider provider = (HsmProvider) new HsmProvider().configure(said);
            Security.addProvider(provider);
            KeyStore store = KeyStore.getInstance("Strongroom", provider);
            store.load(null, Place.PIN.toCharArray());
            KeyPair root = pair(algorithm, provider);
            KeyPair leaf = pair(algorithm, provider);
            X509Certificate authority = Certificates.root(root, provider);
            X509Certificate certificate = Certificates.leaf(leaf.getPublic(), root.getPrivate(), provider);
            certificate.verify(root.getPublic());
            store.setKeyEntry("server", leaf.getPrivate(), null, new Certificate[] {certificate, authority});
            PROVIDERS.put(algorithm, provider);
            STORES.put(algorithm, store);
        }
    }

    @AfterAll
    static void close() throws Exception {
        for (HsmProvider provider : PROVIDERS.values()) {
            Security.removeProvider(provider.getName());
            provider.session().slot().hsm().close();
        }
        place.close();
    }

    private static KeyPair pair(String algorithm, HsmProvider provider) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, provider);
        if (algorithm.equals("RSA")) {
            generator.initialize(2048);
        }
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(String algorithm) throws Exception {
        return (X509Certificate) STORES.get(algorithm).getCertificate("server");
    }

    /** A store that has the issuer of an entry. */
    private static KeyStore roots(String algorithm) throws Exception {
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("root", STORES.get(algorithm).getCertificateChain("server")[1]);
        return roots;
    }

    /** A context as anybody makes one: with the key store, and one that says whom to trust. */
    private static SSLContext context(String algorithm) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots(algorithm));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(STORES.get(algorithm), null);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void tlsServersAndClients() throws Exception {
        for (String algorithm : ALGORITHMS) {
            assertEquals(2, STORES.get(algorithm).getCertificateChain("server").length);
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                handshake(context(algorithm), version, certificate(algorithm));
            }
        }
    }

    /** The key of the server decrypts, as it did before there was an agreement for each connection; where Java still does so. */
    @Test
    void tlsWithKeysThatDecrypt() throws Exception {
        if (Security.getProperty("jdk.tls.disabledAlgorithms").contains("TLS_RSA_")) {
            return;
        }
        handshake(context("RSA"), "TLSv1.2", certificate("RSA"), "TLS_RSA_WITH_AES_128_GCM_SHA256");
    }

    /** Both sides have their key in the token, and show it. */
    private static void handshake(SSLContext context, String version, Certificate shown, String... suites)
            throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (SSLServerSocket server =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, here)) {
            server.setEnabledProtocols(new String[] {version});
            server.setNeedClientAuth(true);
            if (suites.length > 0) {
                server.setEnabledCipherSuites(suites);
            }
            Future<Integer> served = thread.submit(() -> {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    socket.getOutputStream().write(42);
                    assertEquals(shown, socket.getSession().getPeerCertificates()[0]);
                    return socket.getInputStream().read();
                }
            });
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(here, server.getLocalPort())) {
                socket.setSoTimeout(20_000);
                assertEquals(42, socket.getInputStream().read(), version);
                assertEquals(version, socket.getSession().getProtocol());
                assertEquals(shown, socket.getSession().getPeerCertificates()[0]);
                socket.getOutputStream().write(7);
            }
            assertEquals(7, served.get(20, TimeUnit.SECONDS));
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void anHttpsServer() throws Exception {
        HttpsServer server = PlainServer.start(context("EC"));
        try {
            HttpClient client = HttpClient.newBuilder().sslContext(context("EC")).build();
            assertEquals("from the token", got(client, server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }
    }

    private static String got(HttpClient client, int port) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + port + "/");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** A program that names no provider: which one it has, and its key store, is told to Java. */
    @Test
    void aProgramThatIsToldByJavasProperties() throws Exception {
        Path work = Files.createTempDirectory("strongroom-plain-");
        Path security = work.resolve("java.security");
        int last = 1;
        while (Security.getProperty("security.provider." + last) != null) {
            last++;
        }
        Files.writeString(security, "security.provider." + last + "=Strongroom url=" + place.url
                + ";token=strongroom-0;name=Told\n");
        List<String> command = new ArrayList<>(List.of(javaTool("java")));
        machine().forEach(option -> command.add(option.substring("-J".length())));
        command.addAll(List.of("-Djava.security.properties=" + security, "-Djavax.net.ssl.keyStore=NONE",
                "-Djavax.net.ssl.keyStoreType=Strongroom", "-Djavax.net.ssl.keyStoreProvider=Strongroom-Told",
                "-Djavax.net.ssl.keyStorePassword=" + Place.PIN, "-cp", System.getProperty("java.class.path"),
                PlainServer.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var said = process.inputReader()) {
            List<String> lines = new ArrayList<>();
            String line = said.readLine();
            while (line != null && !line.matches("\\d+")) {
                lines.add(line);
                line = said.readLine();
            }
            assertTrue(line != null, lines.toString());
            HttpClient client = HttpClient.newBuilder().sslContext(context("EC")).build();
            assertEquals("from the token", got(client, Integer.parseInt(line)));
        } finally {
            process.destroy();
            process.waitFor(20, TimeUnit.SECONDS);
            Files.delete(security);
            Files.delete(work);
        }
    }

    @Test
    void signedMessages() throws Exception {
        byte[] data = "to be signed".getBytes(StandardCharsets.UTF_8);
        for (String alias : List.of("EC", "RSA", "RSA-PSS", "Ed25519")) {
            String entry = alias.replace("-PSS", "");
            HsmProvider provider = PROVIDERS.get(entry);
            X509Certificate certificate = certificate(entry);
            java.security.PrivateKey key = (java.security.PrivateKey) STORES.get(entry).getKey("server", null);
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
                "url=" + place.url + ";token=" + TOOLS + ";name=Tool", "-providername", "Strongroom-Tool"));
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
                    "-addprovider", "Strongroom", "-providerArg", "url=" + place.url + ";token=" + TOOLS + ";name=Tool",
                    jar.toString(), alias));
            Place.run(command);
        }
        String verified = Place.run(javaTool("jarsigner"), "-verify", jar.toString());
        assertTrue(verified.contains("jar verified"), verified);
    }
}
