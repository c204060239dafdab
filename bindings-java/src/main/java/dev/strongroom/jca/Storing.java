package dev.strongroom.jca;

import dev.strongroom.Attributes;
import dev.strongroom.Cka;
import dev.strongroom.HsmCertificate;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Query;
import dev.strongroom.Session;
import dev.strongroom.Slot;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * How an entry of a key store comes into the token, takes the place of another, and goes. What is new is there before what
 * was there goes, so that nothing is lost where it fails.
 */
final class Storing {
    /** Bytes of an identifier. */
    private static final int ID = 20;

    private final Session session;
    private final @Nullable HsmObject there;
    private final String alias;

    /**
     * @param session the user's
     * @param there the entry that has the alias so far
     */
    Storing(Session session, @Nullable HsmObject there, String alias) {
        this.session = session;
        this.there = there;
        this.alias = alias;
    }

    /** Puts a private key there, with its certificates; one of this token goes on where it is, or gets a copy that stays. */
    void put(PrivateKey key, Certificate @Nullable [] chain) throws GeneralSecurityException {
        byte[] id;
        if (key instanceof TokenPrivateKey token) {
            ours(token);
            // The same key with another chain stays where it is.
            if (there instanceof HsmPrivateKey kept && same(kept, token.key())) {
                id = identified(kept);
            } else {
                id = replaced(() -> keep(token));
            }
        } else {
            if (chain == null || chain.length == 0) {
                throw new KeyStoreException("a private key from outside needs its certificate");
            }
            byte[] made = id(chain[0].getPublicKey().getEncoded());
            KeySpec.Pair spec = KeySpec.ofFile().label(alias).id(made).persist();
            id = replaced(() -> {
                KeyPairs.inside(key, session, spec);
                return made;
            });
        }
        if (chain != null && chain.length > 0) {
            putChain(id, chain);
        }
    }

    /** A key of this token; one of another cannot come here. */
    private void ours(TokenKey key) throws KeyStoreException {
        Slot slot = key.key().session().slot();
        Slot here = session.slot();
        if (slot != here && !slot.token().serial().equals(here.token().serial())) {
            throw new KeyStoreException("it is a key of another token");
        }
    }

    /** Whether two are the same in the token, also where they were found in different sessions. */
    private static boolean same(HsmObject one, HsmObject other) throws KeyStoreException {
        if (one.session() == other.session()) {
            return one.equals(other);
        }
        if (!other.attributes(Cka.CKA_TOKEN).flag(Cka.CKA_TOKEN)) {
            return false;
        }
        byte[] unique = one.attributes(Cka.CKA_UNIQUE_ID).bytes(Cka.CKA_UNIQUE_ID);
        if (unique.length == 0) {
            throw new KeyStoreException("the token does not say whether they are the same: get the key from this key store");
        }
        return Arrays.equals(unique, other.attributes(Cka.CKA_UNIQUE_ID).bytes(Cka.CKA_UNIQUE_ID));
    }

    /** Puts something new in the place of an entry, which goes when the other is there, and stays where that fails. */
    private <T> T replaced(Put<T> put) throws GeneralSecurityException {
        List<HsmObject> old = there == null ? List.of() : belongings(there);
        T made = put.put();
        old.forEach(HsmObject::destroy);
        return made;
    }

    /** What makes an entry. */
    private interface Put<T> {
        T put() throws GeneralSecurityException;
    }

    /** The identifier of a key that stays; one that has none gets one. */
    private static byte[] identified(HsmPrivateKey key) throws NoSuchAlgorithmException {
        byte[] id = key.id();
        if (id.length == 0) {
            id = id(key.publicKey("der"));
            key.set(new Attributes().with(Cka.CKA_ID, id));
        }
        return id;
    }

    /** Makes a key of the token one that stays there, with a name. */
    private byte[] keep(TokenPrivateKey key) throws GeneralSecurityException {
        byte[] info = key.publicKey().getEncoded();
        byte[] had = key.key().id();
        byte[] id = had.length > 0 ? had : id(info);
        if (!named(key.key(), new Attributes().with(Cka.CKA_LABEL, alias).with(Cka.CKA_ID, id))) {
            session.importKey(info, KeySpec.ofFile().label(alias).id(id).persist());
        }
        return id;
    }

    /** Gives a key names, and has it stay: whether it stayed before. */
    private static boolean named(HsmObject key, Attributes names) {
        boolean stays = key.attributes(Cka.CKA_TOKEN).flag(Cka.CKA_TOKEN);
        if (stays) {
            key.set(names);
        } else {
            key.copy(names.with(Cka.CKA_TOKEN, true));
        }
        return stays;
    }

    private void putChain(byte[] id, Certificate[] chain) throws CertificateEncodingException {
        List<HsmCertificate> old = session.findAll(HsmCertificate.class, new Query().id(id));
        for (int at = 0; at < chain.length; at++) {
            byte[] der = chain[at].getEncoded();
            if (at == 0) {
                session.importCertificate(der, alias, id, true);
                continue;
            }
            List<HsmCertificate> known = session.findAll(HsmCertificate.class, value(der));
            known.removeAll(old);
            if (known.isEmpty()) {
                // An issuer has no name, and so is no entry of its own.
                session.importCertificate(der, "", new byte[0], true);
            }
        }
        old.forEach(HsmObject::destroy);
    }

    private static Query value(byte[] der) {
        return Query.of(new Attributes().with(Cka.CKA_VALUE, der));
    }

    /** Puts a secret key there. */
    void put(SecretKey key) throws GeneralSecurityException {
        if (!(key instanceof TokenSecretKey token)) {
            KeySpec.Secret spec = KeySpec.secret(SecretKeys.kind(key.getAlgorithm())).label(alias).persist();
            replaced(() -> Borrowed.copied(key, session, spec));
            return;
        }
        ours(token);
        if (there == null || !same(there, token.key())) {
            replaced(() -> named(token.key(), new Attributes().with(Cka.CKA_LABEL, alias)));
        }
    }

    /** The identifier of a key that has none: what its public key gives. */
    private static byte[] id(byte[] info) throws NoSuchAlgorithmException {
        return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(info), ID);
    }

    /** Puts a certificate there that belongs to no key. */
    void put(Certificate certificate) throws GeneralSecurityException {
        byte[] der = certificate.getEncoded();
        replaced(() -> session.importCertificate(der, alias, new byte[0], true));
    }

    /** Destroys what is there. */
    void remove() {
        if (there != null) {
            belongings(there).forEach(HsmObject::destroy);
        }
    }

    /** The objects of an entry: of a private key its public key and its certificates too. */
    private static List<HsmObject> belongings(HsmObject entry) {
        List<HsmObject> all = new ArrayList<>();
        byte[] id = entry.id();
        if (entry instanceof HsmPrivateKey && id.length > 0) {
            all.addAll(entry.session().findAll(HsmPublicKey.class, new Query().id(id)));
            all.addAll(entry.session().findAll(HsmCertificate.class, new Query().id(id)));
        }
        all.add(entry);
        return all;
    }
}
