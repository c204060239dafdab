package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;

/** What two parties agree on. */
class AgreementTest extends Provided {
    @Test
    void agreement() throws Exception {
        for (List<String> row : List.of(
                List.of("EC", "secp256r1", "ECDH"), List.of("EC", "secp521r1", "ECDH"),
                List.of("XDH", "X25519", "XDH"), List.of("XDH", "X448", "X448"))) {
            KeyPair mine = pair(row.get(0), row.get(1));
            KeyPairGenerator generator = KeyPairGenerator.getInstance(row.get(0), "SunEC");
            generator.initialize(row.get(0).equals("EC") ? new ECGenParameterSpec(row.get(1)) : new NamedParameterSpec(row.get(1)));
            KeyPair yours = generator.generateKeyPair();
            KeyAgreement ours = KeyAgreement.getInstance(row.get(2), provider);
            ours.init(mine.getPrivate());
            ours.doPhase(yours.getPublic(), true);
            KeyAgreement theirs = KeyAgreement.getInstance(row.get(2), "SunEC");
            theirs.init(yours.getPrivate());
            theirs.doPhase(mine.getPublic(), true);
            assertArrayEquals(theirs.generateSecret(), ours.generateSecret(), row.toString());
            ours.doPhase(yours.getPublic(), true);
            assertNull(ours.generateSecret("AES").getEncoded());
        }
    }
}
