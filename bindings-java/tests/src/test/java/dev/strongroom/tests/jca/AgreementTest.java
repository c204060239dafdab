package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.KeySpec;
import dev.strongroom.jca.TokenKeySpec;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import javax.crypto.KeyAgreement;
import javax.crypto.interfaces.DHKey;
import javax.crypto.interfaces.DHPublicKey;
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

    /** Over primes: groups of theirs and of ours, and secrets that begin with zeros. */
    @Test
    void diffieHellman() throws Exception {
        KeyPairGenerator ours = KeyPairGenerator.getInstance("DiffieHellman", provider);
        KeyPairGenerator theirs = KeyPairGenerator.getInstance("DH", "SunJCE");
        theirs.initialize(2048);
        KeyPair yours = theirs.generateKeyPair();
        ours.initialize(((DHPublicKey) yours.getPublic()).getParams());
        agree(ours.generateKeyPair(), yours);
        ours.initialize(1024);
        KeyPair mine = ours.generateKeyPair();
        assertEquals("DH", mine.getPrivate().getAlgorithm());
        theirs.initialize(((DHKey) mine.getPrivate()).getParams());
        int tries = 0;
        while (!agree(mine, theirs.generateKeyPair())) {
            assertTrue(++tries < 5000, "no secret began with a zero");
        }

        KeyPair other = pair("EC", "secp256r1");
        KeyAgreement agreement = KeyAgreement.getInstance("DH", provider);
        assertThrows(IllegalStateException.class, agreement::generateSecret);
        assertThrows(InvalidKeyException.class, () -> agreement.init(other.getPrivate()));
        agreement.init(mine.getPrivate());
        assertThrows(InvalidKeyException.class, () -> agreement.doPhase(other.getPublic(), true));
        assertThrows(InvalidKeyException.class, () -> agreement.doPhase(yours.getPublic(), true));
        assertThrows(IllegalStateException.class, agreement::generateSecret);

        PrivateKey inside = (PrivateKey) KeyFactory.getInstance("DH", provider).translateKey(yours.getPrivate());
        agree(new KeyPair(yours.getPublic(), inside), yours);
    }

    /** With keys of X9.42, which Java does not know and Bouncy Castle does. */
    @Test
    void diffieHellmanOfX942() throws Exception {
        KeyPairGenerator ours = KeyPairGenerator.getInstance("DH", provider);
        ours.initialize(new TokenKeySpec(KeySpec.pair("x942-dh:1024")));
        KeyPair mine = ours.generateKeyPair();
        DHPublicKey known = (DHPublicKey) KeyFactory.getInstance("DH", BC)
                .generatePublic(new X509EncodedKeySpec(mine.getPublic().getEncoded()));
        KeyPairGenerator theirs = KeyPairGenerator.getInstance("DH", BC);
        theirs.initialize(known.getParams());
        KeyPair yours = theirs.generateKeyPair();
        assertArrayEquals(
                agreed(yours.getPrivate(), known, BC).generateSecret(),
                agreed(mine.getPrivate(), yours.getPublic(), provider).generateSecret());
    }

    /** Agrees in all the ways that there are: whether the secret began with a zero. */
    private static boolean agree(KeyPair mine, KeyPair yours) throws Exception {
        byte[] wanted = agreed(yours.getPrivate(), mine.getPublic(), Security.getProvider("SunJCE")).generateSecret();
        assertArrayEquals(wanted, agreed(mine.getPrivate(), yours.getPublic(), provider).generateSecret());
        assertArrayEquals(
                agreed(yours.getPrivate(), mine.getPublic(), Security.getProvider("SunJCE"))
                        .generateSecret("TlsPremasterSecret").getEncoded(),
                agreed(mine.getPrivate(), yours.getPublic(), provider).generateSecret("TlsPremasterSecret").getEncoded());
        return wanted[0] == 0;
    }

    private static KeyAgreement agreed(PrivateKey mine, PublicKey yours, Provider provider) throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("DH", provider);
        agreement.init(mine);
        agreement.doPhase(yours, true);
        return agreement;
    }
}
