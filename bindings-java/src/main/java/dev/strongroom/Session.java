package dev.strongroom;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is logged in to a token, or nobody. Any number of threads may use it at the same time. It lives until it
 * is closed, its HSM is, or its last key is gone; what was made in it and not persisted goes with it.
 */
public final class Session extends Held implements AutoCloseable {
    /** How many objects one step of a search takes. */
    private static final int STEP = 256;
    private static final long[] CLASS = {Cka.CKA_CLASS};

    private final Slot slot;
    /** What a supplier of PINs threw, for the call that had asked it. */
    private final ThreadLocal<@Nullable Throwable> refused = new ThreadLocal<>();

    Session(Slot slot, long number) {
        super(number, slot.near);
        this.slot = slot;
    }

    /**
     * The slot that its token is in.
     *
     * @return the slot
     */
    public Slot slot() {
        return slot;
    }

    /**
     * Who is logged in.
     *
     * @return {@code CKU_USER}, {@code CKU_SO}, or -1 for nobody
     */
    public long user() {
        return Calls.computing(this, () -> Native.user(number));
    }

    /**
     * Whether it was closed.
     *
     * @return whether it was
     */
    public boolean closed() {
        return Calls.computing(this, () -> Native.closed(number));
    }

    /** Ends it. What still uses it gets a {@link SessionClosedException}. To do so twice does nothing. */
    @Override
    public void close() {
        Calls.waiting(this, () -> Native.close(number));
    }

    /**
     * Who gives the PIN for each use of a key that wants it ({@link KeySpec#alwaysAuthenticate}). The thread that uses
     * the key asks. What is thrown is the cause of a {@link FunctionCanceledException}.
     *
     * @param pin gives the PIN
     */
    public void onContextPin(Pin pin) {
        // The core holds what it asks, which must not hold this session: nobody would ever free it.
        ThreadLocal<@Nullable Throwable> refused = this.refused;
        Supplier<byte @Nullable []> asked = () -> {
            try {
                return pin.bytes();
            } catch (RuntimeException error) {
                refused.set(error);
                return null;
            }
        };
        Calls.computing(this, () -> {
            Native.onContextPin(number, asked);
            return true;
        });
    }

    /** Runs a call that may ask for a PIN. */
    <T> T asking(Supplier<T> call) {
        try {
            return call.get();
        } catch (FunctionCanceledException canceled) {
            Throwable cause = refused.get();
            if (cause != null) {
                refused.remove();
                canceled.initCause(cause);
            }
            throw canceled;
        }
    }

    /**
     * Makes a key pair.
     *
     * @param spec what is wanted
     * @return the pair
     */
    public HsmKeyPair generate(KeySpec.Pair spec) {
        List<HsmObject> made = generate((KeySpec<?>) spec);
        return new HsmKeyPair((HsmPrivateKey) made.get(0), (HsmPublicKey) made.get(1));
    }

    /**
     * Makes a secret key.
     *
     * @param spec what is wanted
     * @return the key
     */
    public HsmSecretKey generate(KeySpec.Secret spec) {
        return (HsmSecretKey) generate((KeySpec<?>) spec).get(0);
    }

    /**
     * Makes a key of any kind.
     *
     * @param spec what is wanted
     * @return the secret key, or the private key and the public key
     */
    public List<HsmObject> generate(KeySpec<?> spec) {
        return made(Calls.waiting(this, () -> Native.generate(number, 0, spec.packed())));
    }

    /**
     * Makes a secret key with a mechanism that is not the usual one of its kind: from a password, say, with {@link
     * Mechanism#pbkdf2}.
     *
     * @param mechanism how
     * @param spec what is wanted
     * @return the key
     */
    public HsmSecretKey generate(Mechanism mechanism, KeySpec.Secret spec) {
        Mechanism.Made how = mechanism.made();
        try {
            return (HsmSecretKey) made(Calls.waiting(this, () -> Native.generate(number, how.number, spec.packed()))).get(0);
        } finally {
            java.lang.ref.Reference.reachabilityFence(how);
        }
    }

    /**
     * Imports a key, PEM or DER: PKCS #8, PKCS #1, SEC 1, SubjectPublicKeyInfo.
     *
     * @param file the file's contents
     * @param spec how it is called and used ({@link KeySpec#ofFile})
     * @return the private key and its public key, or a public key alone
     * @throws ArgumentException for what is no key
     */
    public List<HsmObject> importKey(byte[] file, KeySpec.Pair spec) {
        return made(Calls.waiting(this, () -> Native.importKey(number, spec.packed(), file)));
    }

    /**
     * Imports a secret key whose value is given.
     *
     * @param value the value
     * @param spec its kind, and how it is called and used
     * @return the key
     */
    public HsmSecretKey importKey(byte[] value, KeySpec.Secret spec) {
        return new HsmSecretKey(this, Calls.waiting(this, () -> Native.importSecret(number, spec.packed(), value)));
    }

    List<HsmObject> made(long[] numbers) {
        return LongStream.of(numbers).mapToObj(this::object).toList();
    }

    /** An object of the core, as one of its class. */
    HsmObject object(long made) {
        var in = new Packed.Reader(Calls.waiting(this, () -> Native.attributes(made, CLASS)));
        return HsmObject.of(this, made, in.answer() instanceof Long objectClass ? objectClass : -1);
    }

    /**
     * Imports a certificate, PEM or DER, and ties it to the key of the token that has its public key.
     *
     * @param file the certificate
     * @param label what it is called; null for its common name
     * @param id its identifier; null for that of its key
     * @param persist whether it stays in the token
     * @return it
     */
    public HsmCertificate importCertificate(
            byte[] file, @Nullable String label, byte @Nullable [] id, boolean persist) {
        Map<String, Object> said = new HashMap<>(Map.of("persist", persist));
        if (label != null) {
            said.put("label", label);
        }
        if (id != null) {
            said.put("id", id);
        }
        byte[] spec = new Packed.Writer().text("certificate").fields(said).done();
        return new HsmCertificate(this, Calls.waiting(this, () -> Native.importCertificate(number, spec, file)));
    }

    /**
     * Makes an object from a template.
     *
     * @param attributes the template
     * @return the object
     */
    public HsmObject create(Attributes attributes) {
        byte[] packed = new Packed.Writer().template(attributes).done();
        return object(Calls.waiting(this, () -> Native.createObject(number, packed)));
    }

    /**
     * The objects that a query describes, one after the other. The stream holds a session of the token until it has
     * ended or is closed.
     *
     * @param kind of which class: {@code HsmObject.class} for all
     * @param query which of them
     * @param <T> the class
     * @return a stream, to be closed
     */
    public <T extends HsmObject> Stream<T> find(Class<T> kind, Query query) {
        Search search = new Search(this, Calls.waiting(this, () -> Native.find(number, query.packed(kind))));
        Spliterator<T> each = new Spliterators.AbstractSpliterator<T>(
                Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
            private long[] ready = {};
            private int at;

            @Override
            public boolean tryAdvance(Consumer<? super T> action) {
                if (at == ready.length) {
                    ready = Calls.waiting(search, () -> Native.next(search.number, STEP));
                    at = 0;
                    if (ready.length == 0) {
                        return false;
                    }
                }
                long next = ready[at++];
                Long known = HsmObject.CLASSES.get(kind);
                HsmObject found = known == null ? object(next) : HsmObject.of(Session.this, next, known);
                action.accept(kind.cast(found));
                return true;
            }
        };
        return StreamSupport.stream(each, false).onClose(search::end);
    }

    /** A search that is under way. */
    private static final class Search extends Held {
        Search(Session session, long number) {
            super(number, session.near);
        }

        void end() {
            Calls.waiting(this, () -> Native.close(number));
        }
    }

    /**
     * The objects that a query describes, all of them at once.
     *
     * @param kind of which class: {@code HsmObject.class} for all
     * @param query which of them
     * @param <T> the class
     * @return the objects
     */
    public <T extends HsmObject> List<T> findAll(Class<T> kind, Query query) {
        try (Stream<T> found = find(kind, query)) {
            return new ArrayList<>(found.toList());
        }
    }

    /**
     * The one object that a query describes.
     *
     * @param kind of which class: {@code HsmObject.class} for all
     * @param query which of them
     * @param <T> the class
     * @return the object
     * @throws NotFoundException when there is none
     * @throws AmbiguousException when there are several, which it names
     */
    public <T extends HsmObject> T findOne(Class<T> kind, Query query) {
        return kind.cast(object(Calls.waiting(this, () -> Native.findOne(number, query.packed(kind)))));
    }

    /**
     * A private or public key that has this public key.
     *
     * @param publicKey DER of a SubjectPublicKeyInfo
     * @return the key, if the token has it
     */
    public Optional<HsmObject> keyWith(byte[] publicKey) {
        long found = Calls.waiting(this, () -> Native.keyWith(number, publicKey));
        return found == 0 ? Optional.empty() : Optional.of(object(found));
    }

    /**
     * Random bytes of the token.
     *
     * @param length how many
     * @return the bytes
     */
    public byte[] random(int length) {
        if (length < 0) {
            throw HsmException.bad("there are no " + length + " random bytes");
        }
        return Calls.computing(this, () -> Native.random(number, length));
    }

    /**
     * The digest of data.
     *
     * @param hash {@code SHA-256}, say
     * @param data the data
     * @return the digest
     */
    public byte[] digest(String hash, byte[] data) {
        return digest(Mechanism.digest(hash), data);
    }

    /**
     * The digest of data, with any mechanism that makes one.
     *
     * @param mechanism the mechanism
     * @param data the data
     * @return the digest
     */
    public byte[] digest(Mechanism mechanism, byte[] data) {
        Mechanism.Made made = mechanism.made();
        return Calls.computing(this, made, () -> Native.digest(number, made.number, data));
    }

    /**
     * A digest of data that comes in parts.
     *
     * @param hash {@code SHA-256}, say
     * @return the digest, begun
     */
    public Digester digester(String hash) {
        return digester(Mechanism.digest(hash));
    }

    /**
     * A digest of data that comes in parts, with any mechanism that makes one.
     *
     * @param mechanism the mechanism
     * @return the digest, begun
     */
    public Digester digester(Mechanism mechanism) {
        Mechanism.Made made = mechanism.made();
        return new Digester(this, Calls.computing(this, made, () -> Native.digester(number, made.number)));
    }

    /**
     * Changes the PIN of who is logged in.
     *
     * @param old what it is
     * @param pin what it shall be
     */
    public void setPin(Pin old, Pin pin) {
        old.use(first -> pin.use(second -> {
            Calls.waiting(this, () -> Native.sessionPin(number, first, second));
            return true;
        }));
    }

    /**
     * Sets the user's PIN; the security officer is logged in.
     *
     * @param pin what it shall be
     */
    public void initPin(Pin pin) {
        pin.use(bytes -> {
            Calls.waiting(this, () -> Native.sessionPin(number, null, bytes));
            return true;
        });
    }

    /**
     * As {@link #generate(KeySpec.Pair)}, without waiting.
     *
     * @param spec what is wanted
     * @return the pair, in time
     */
    public CompletableFuture<HsmKeyPair> generateAsync(KeySpec.Pair spec) {
        return Calls.async(() -> generate(spec));
    }

    /**
     * As {@link #generate(KeySpec.Secret)}, without waiting.
     *
     * @param spec what is wanted
     * @return the key, in time
     */
    public CompletableFuture<HsmSecretKey> generateAsync(KeySpec.Secret spec) {
        return Calls.async(() -> generate(spec));
    }

    /** Its slot, and who is logged in. */
    @Override
    public String toString() {
        long user = user();
        String who = user == Cku.CKU_USER ? "user" : user == Cku.CKU_SO ? "so" : "nobody";
        return "Session[slot=" + slot.id() + ", user=" + who + "]";
    }
}
