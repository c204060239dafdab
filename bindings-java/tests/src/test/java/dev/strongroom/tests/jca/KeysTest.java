package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.KeySpec;
import dev.strongroom.jca.HsmProvider;
import dev.strongroom.jca.TokenKeySpec;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
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
        assertThrows(java.security.InvalidParameterException.class, () -> new HsmProvider().configure("url=x;colour=red"));
    }
}
