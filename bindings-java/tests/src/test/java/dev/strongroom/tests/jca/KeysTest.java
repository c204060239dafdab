package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.HsmObject;
import dev.strongroom.KeySpec;
import dev.strongroom.Query;
import dev.strongroom.jca.HsmProvider;
import dev.strongroom.jca.TokenKeySpec;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.DSAPrivateKeySpec;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.DHPrivateKeySpec;
import javax.crypto.spec.DHPublicKeySpec;
import org.junit.jupiter.api.Test;

/** How keys are made, and how they come into the token. */
class KeysTest extends Provided {
    @Test
    void keysComeIn() throws Exception {
        for (List<String> row : List.of(List.of("RSA", "SHA256withRSA"), List.of("EC", "SHA256withECDSA"), List.of("Ed25519", "Ed25519"))) {
            KeyPair outside = KeyPairGenerator.getInstance(row.get(0)).generateKeyPair();
            KeyFactory factory = KeyFactory.getInstance(row.get(0), provider);
            PrivateKey inside = factory.generatePrivate(new PKCS8EncodedKeySpec(outside.getPrivate().getEncoded()));
            assertNull(inside.getEncoded());
            signs(new KeyPair(outside.getPublic(), inside), row.get(1), row.get(0).equals("RSA") ? RSA : EC, null, DATA);
            assertEquals(outside.getPublic(), factory.generatePublic(new X509EncodedKeySpec(outside.getPublic().getEncoded())));
            assertNull(((PrivateKey) factory.translateKey(outside.getPrivate())).getEncoded());
            assertThrows(GeneralSecurityException.class, () -> factory.getKeySpec(inside, PKCS8EncodedKeySpec.class));
        }
    }

    @Test
    void whatIsSaidOfAKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", provider);
        generator.initialize(new TokenKeySpec(KeySpec.rsa(2048).label("said").persist()));
        generator.generateKeyPair();
        assertTrue(store.isKeyEntry("said"));
        store.deleteEntry("said");
    }

    /** A generator makes what it is called by, and nothing else. */
    @Test
    void whatAGeneratorDoesNotMake() throws Exception {
        for (Map.Entry<String, AlgorithmParameterSpec> each : Map.<String, AlgorithmParameterSpec>of(
                "RSA", new ECGenParameterSpec("secp256r1"),
                "XDH", new NamedParameterSpec("Ed25519"),
                "X25519", new NamedParameterSpec("X448"),
                "ML-DSA-65", new NamedParameterSpec("ML-DSA-44"),
                "EC", new TokenKeySpec(KeySpec.rsa(2048)),
                "DSA", new TokenKeySpec(KeySpec.pair("dh:1024"))).entrySet()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(each.getKey(), provider);
            assertThrows(InvalidAlgorithmParameterException.class, () -> generator.initialize(each.getValue()), each.getKey());
        }
        for (Map.Entry<String, Integer> each : Map.of("Ed25519", 448, "X448", 255, "EdDSA", 300, "EC", 100, "ML-KEM", 768).entrySet()) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(each.getKey(), provider);
            assertThrows(InvalidParameterException.class, () -> generator.initialize(each.getValue()), each.getKey());
        }
        KeyGenerator secrets = KeyGenerator.getInstance("AES", provider);
        assertThrows(InvalidAlgorithmParameterException.class, () -> secrets.init(new TokenKeySpec(KeySpec.generic(16))));
        assertThrows(InvalidParameterException.class, () -> secrets.init(100));
    }

    /** A factory reads what tells a key of its own, and what it refuses leaves nothing behind. */
    @Test
    void whatAFactoryReads() throws Exception {
        for (String algorithm : List.of("RSA", "EC", "DSA", "DH")) {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, Security.getProviders("KeyPairGenerator." + algorithm)[0]);
            generator.initialize(algorithm.equals("EC") ? 256 : 2048);
            KeyPair outside = generator.generateKeyPair();
            KeyFactory theirs = KeyFactory.getInstance(algorithm, Security.getProviders("KeyFactory." + algorithm)[0]);
            KeyFactory ours = KeyFactory.getInstance(algorithm, provider);
            Class<? extends java.security.spec.KeySpec> privateSpec = switch (algorithm) {
                case "RSA" -> RSAPrivateCrtKeySpec.class;
                case "EC" -> ECPrivateKeySpec.class;
                case "DSA" -> DSAPrivateKeySpec.class;
                default -> DHPrivateKeySpec.class;
            };
            Class<? extends java.security.spec.KeySpec> publicSpec = switch (algorithm) {
                case "RSA" -> RSAPublicKeySpec.class;
                case "EC" -> ECPublicKeySpec.class;
                case "DSA" -> DSAPublicKeySpec.class;
                default -> DHPublicKeySpec.class;
            };
            PublicKey read = ours.generatePublic(theirs.getKeySpec(outside.getPublic(), publicSpec));
            assertEquals(outside.getPublic(), read);
            assertEquals(outside.getPublic(), theirs.generatePublic(ours.getKeySpec(read, publicSpec)));
            PrivateKey inside = ours.generatePrivate(theirs.getKeySpec(outside.getPrivate(), privateSpec));
            assertNull(inside.getEncoded());
            assertEquals(algorithm, inside.getAlgorithm());
            assertThrows(InvalidKeySpecException.class, () -> ours.getKeySpec(inside, privateSpec));

            long before = provider.session().findAll(HsmObject.class, new Query()).size();
            KeyFactory other = KeyFactory.getInstance(algorithm.equals("RSA") ? "EC" : "RSA", provider);
            assertThrows(InvalidKeySpecException.class,
                    () -> other.generatePrivate(new PKCS8EncodedKeySpec(outside.getPrivate().getEncoded())));
            assertThrows(InvalidKeySpecException.class,
                    () -> other.generatePublic(new X509EncodedKeySpec(outside.getPublic().getEncoded())));
            assertThrows(InvalidKeyException.class, () -> other.translateKey(outside.getPublic()));
            assertThrows(InvalidKeySpecException.class, () -> ours.generatePublic(new X509EncodedKeySpec(new byte[20])));
            assertEquals(before, provider.session().findAll(HsmObject.class, new Query()).size());
        }
    }
}
