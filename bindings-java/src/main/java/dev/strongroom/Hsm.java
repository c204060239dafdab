package dev.strongroom;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** An instance that was opened: embedded, at a service, or another vendor's module. Closing it closes its sessions. */
public final class Hsm extends Held implements AutoCloseable {
    private final String url;

    private Hsm(String url, long number) {
        super(number, url.startsWith("file:"));
        this.url = url;
    }

    /**
     * Opens the embedded instance in a directory.
     *
     * @param directory where it is
     * @return the instance
     * @throws TokenNotPresentException when there is none
     */
    public static Hsm open(Path directory) {
        return open(Native.urlOf(0, directory.toAbsolutePath().toString()));
    }

    /**
     * Opens the instance that a URL names: {@code file:///path}, {@code strongroom://host:port?bundle=/path}, or {@code
     * pkcs11:?module-path=/path} (RFC 7512) for another vendor's module.
     *
     * @param url where it is
     * @return the instance
     * @throws ArgumentException for a URL that is wrong, or a bundle that is missing
     */
    public static Hsm open(String url) {
        return Calls.waiting(() -> new Hsm(url, Native.open(url)));
    }

    /**
     * Opens the instance that the environment and the configuration name ({@code STRONGROOM_URL}, {@code
     * strongroom.toml}).
     *
     * @return the instance
     */
    public static Hsm open() {
        return open(Native.configuredUrl());
    }

    /**
     * Opens the instance at a service. Nothing is sent before something is asked for.
     *
     * @param address {@code host:port}
     * @param bundle the file that {@code strongroom client add} wrote
     * @return the instance
     */
    public static Hsm connect(String address, Path bundle) {
        return open(Native.urlOfService(address, bundle.toAbsolutePath().toString()));
    }

    /**
     * Opens another vendor's PKCS #11 module.
     *
     * @param module its file
     * @return the instance
     */
    public static Hsm load(Path module) {
        return open(Native.urlOf(1, module.toAbsolutePath().toString()));
    }

    /**
     * Makes an embedded instance.
     *
     * @param directory where it shall be; it must not be there yet
     * @param slots how many slots
     * @param label tokens are called this and their number
     * @param production whether PINs are drawn, rather than those that everybody knows
     * @return its tokens
     */
    public static List<NewToken> create(Path directory, int slots, String label, boolean production) {
        String path = directory.toAbsolutePath().toString();
        var in = new Packed.Reader(Calls.waiting(() -> Native.create(path, slots, label, production, false)));
        List<NewToken> made = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            made.add(NewToken.of(in));
        }
        return made;
    }

    /**
     * Has something done by one of the core's threads, of which there is one pool for the process: no thread of the
     * caller's waits for the HSM then.
     *
     * @param call what is done
     * @param <T> its result
     * @return the result, in time; who cancels it stops waiting
     */
    public static <T> CompletableFuture<T> async(Supplier<T> call) {
        return Calls.async(call);
    }

    /**
     * How many threads {@link #async} shall have; it counts when it is said before the first call.
     *
     * @param threads how many
     */
    public static void configureThreads(int threads) {
        Native.threads(threads);
    }

    /**
     * Its slots, in ascending order.
     *
     * @return all of them
     */
    public List<Slot> slots() {
        long[] numbers = Calls.waiting(this, () -> Native.slots(number));
        return LongStream.of(numbers).mapToObj(each -> new Slot(this, each)).toList();
    }

    /**
     * The slot with a number.
     *
     * @param id the number
     * @return the slot
     * @throws TokenNotPresentException when there is none
     */
    public Slot slot(long id) {
        return new Slot(this, Calls.waiting(this, () -> Native.slot(number, id)));
    }

    /**
     * The slot whose token has a label.
     *
     * @param label what it is called
     * @return the slot
     * @throws NotFoundException when there is none
     * @throws AmbiguousException when there are several
     */
    public Slot token(String label) {
        return token(0, label);
    }

    /**
     * The slot whose token has a serial number.
     *
     * @param serial the serial number
     * @return the slot
     * @throws NotFoundException when there is none
     */
    public Slot tokenWithSerial(String serial) {
        return token(1, serial);
    }

    /**
     * The slot that a {@code pkcs11:} URI names by its token or by itself (RFC 7512).
     *
     * @param uri the URI
     * @return the slot
     * @throws NotFoundException when there is none
     * @throws AmbiguousException when there are several
     */
    public Slot token(URI uri) {
        return token(2, uri.toString());
    }

    private Slot token(int by, String said) {
        return new Slot(this, Calls.waiting(this, () -> Native.token(number, by, said)));
    }

    /**
     * The object that a {@code pkcs11:} URI names (RFC 7512), in a session of its own, which lives as long as the object.
     *
     * @param uri the URI
     * @param pin the user's PIN; null for the one that the URI has, or says where to find
     * @return the object
     * @throws NotFoundException when there is none
     * @throws AmbiguousException when there are several
     */
    public HsmObject object(URI uri, @Nullable Pin pin) {
        Attributes wanted = new Packed.Reader(Native.parseUri(uri.toString())).template();
        long session = pin == null ? sessionOf(uri, null) : pin.use(bytes -> sessionOf(uri, bytes));
        return new Session(token(uri), session).findOne(HsmObject.class, Query.of(wanted));
    }

    private long sessionOf(URI uri, byte @Nullable [] pin) {
        return Calls.waiting(this, () -> Native.sessionOf(number, uri.toString(), pin));
    }

    /** Closes it, and its sessions. To do so twice does nothing. */
    @Override
    public void close() {
        Calls.waiting(this, () -> Native.close(number));
    }

    /** Where it is; of a module without what a URI says. */
    @Override
    public String toString() {
        return "Hsm[" + (url.startsWith("pkcs11:") ? "pkcs11:" : url) + "]";
    }
}
