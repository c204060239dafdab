package dev.strongroom;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object of a token. It is good for as long as its session is open. Two are equal that are the same for a session. */
public sealed class HsmObject extends Held permits HsmKey, HsmCertificate {
    /** {@code CKO_…} of the classes that people tell apart. */
    static final Map<Class<?>, Long> CLASSES = Map.of(
            HsmPublicKey.class, Cko.CKO_PUBLIC_KEY,
            HsmPrivateKey.class, Cko.CKO_PRIVATE_KEY,
            HsmSecretKey.class, Cko.CKO_SECRET_KEY,
            HsmCertificate.class, Cko.CKO_CERTIFICATE);

    private final Session session;

    HsmObject(Session session, long number) {
        super(number, session.near);
        this.session = session;
    }

    static HsmObject of(Session session, long number, long objectClass) {
        if (objectClass == Cko.CKO_PUBLIC_KEY) {
            return new HsmPublicKey(session, number);
        }
        if (objectClass == Cko.CKO_PRIVATE_KEY) {
            return new HsmPrivateKey(session, number);
        }
        if (objectClass == Cko.CKO_SECRET_KEY) {
            return new HsmSecretKey(session, number);
        }
        if (objectClass == Cko.CKO_CERTIFICATE) {
            return new HsmCertificate(session, number);
        }
        return new HsmObject(session, number);
    }

    /**
     * The session that it is seen through.
     *
     * @return the session
     */
    public Session session() {
        return session;
    }

    /**
     * The kind of key that it is.
     *
     * @return {@code ec:p256}, {@code aes:256}, …; nothing for what is no key
     */
    public Optional<String> kind() {
        return Calls.waiting(this, () -> Optional.ofNullable(Native.kind(number)));
    }

    /**
     * What it is called.
     *
     * @return {@code CKA_LABEL}; empty where there is none
     */
    public String label() {
        return attributes(Cka.CKA_LABEL).text(Cka.CKA_LABEL);
    }

    /**
     * What ties a key pair and its certificates together.
     *
     * @return {@code CKA_ID}; empty where there is none
     */
    public byte[] id() {
        return attributes(Cka.CKA_ID).bytes(Cka.CKA_ID);
    }

    /**
     * Those of some attributes that it has and shows.
     *
     * @param kinds {@code CKA_…}
     * @return the attributes
     */
    public Attributes attributes(long... kinds) {
        var in = answers(kinds);
        Attributes found = new Attributes();
        for (long kind : kinds) {
            Object value = in.answer();
            if (value != null && value != Packed.HIDDEN) {
                found = found.and(kind, value);
            }
        }
        return found;
    }

    private Packed.Reader answers(long... kinds) {
        return new Packed.Reader(Calls.waiting(this, () -> Native.attributes(number, kinds)));
    }

    /**
     * One attribute: a {@code Boolean}, a {@code Long}, {@code byte[]}, {@code long[]}, or {@code Attributes}.
     *
     * @param kind {@code CKA_…}
     * @return its value
     * @throws AttributeMissingException where it has none
     * @throws AttributeSensitiveException where it does not show it
     */
    public Object get(long kind) {
        Object value = answers(kind).answer();
        if (value == null || value == Packed.HIDDEN) {
            String name = value == null ? "CKR_ATTRIBUTE_TYPE_INVALID" : "CKR_ATTRIBUTE_SENSITIVE";
            long rv = value == null ? Ckr.CKR_ATTRIBUTE_TYPE_INVALID : Ckr.CKR_ATTRIBUTE_SENSITIVE;
            String why = (value == null ? "the object has no attribute 0x" : "the object does not show its attribute 0x")
                    + Long.toHexString(kind);
            throw HsmException.of(rv, name, "C_GetAttributeValue", why);
        }
        return value;
    }

    byte[] bytes(long kind) {
        return get(kind) instanceof byte[] bytes ? bytes : new byte[0];
    }

    /**
     * Changes attributes: all or none.
     *
     * @param attributes what they shall be
     * @throws AttributeReadOnlyException for what does not change
     */
    public void set(Attributes attributes) {
        byte[] packed = new Packed.Writer().template(attributes).done();
        Calls.waiting(this, () -> Native.set(number, packed));
    }

    /**
     * Makes another object like it.
     *
     * @param attributes what differs
     * @return the copy, of the same class
     * @throws ActionProhibitedException where it is not to be copied
     */
    public HsmObject copy(Attributes attributes) {
        byte[] packed = new Packed.Writer().template(attributes).done();
        return session.object(Calls.waiting(this, () -> Native.copy(number, packed)));
    }

    /**
     * Destroys it.
     *
     * @throws ActionProhibitedException where it is not to be destroyed
     */
    public void destroy() {
        Calls.waiting(this, () -> Native.destroy(number));
    }

    /** The public key of a key or a certificate. */
    byte[] publicKeyAs(String form) {
        return Calls.waiting(this, () -> Native.publicKey(number, form));
    }

    /** What belongs to it, or nothing. */
    Optional<HsmObject> related(String relation) {
        long found = Calls.waiting(this, () -> Native.related(number, relation));
        return found == 0 ? Optional.empty() : Optional.of(session.object(found));
    }

    long handle() {
        return Calls.computing(this, () -> Native.handle(number));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HsmObject that && session == that.session && handle() == that.handle();
    }

    @Override
    public int hashCode() {
        return Long.hashCode(handle());
    }

    /** Its label and identifier. */
    @Override
    public String toString() {
        String name = getClass().getSimpleName();
        try {
            return name + "[label=" + label() + ", id=" + java.util.HexFormat.of().formatHex(id()) + "]";
        } catch (HsmException gone) {
            return name + "[" + gone.ckrName() + "]";
        }
    }
}
