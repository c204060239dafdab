package dev.strongroom.tests.jca;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.security.Security;
import java.security.Signature;
import java.util.List;
import javax.crypto.Cipher;
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
}
