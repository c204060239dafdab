package dev.strongroom;

import org.jspecify.annotations.Nullable;

/**
 * What is done by the core: the functions of {@code bindings-java/src/ffi}. Numbers are of things that the core keeps; a
 * stale one is {@code STRONGROOM_CLOSED}. Values with a shape are {@link Packed}.
 */
final class Native {
    static {
        Loader.load();
    }

    private Native() {}

    // Instances and what is of the process.
    static native long open(String url);
    static native void close(long number);
    static native void release(long number);
    static native String configuredUrl();
    static native String urlOf(int what, String path);
    static native String urlOfService(String address, String bundle);
    static native byte[] create(String path, long slots, String label, boolean production, boolean blank);
    static native byte[] parseUri(String uri);
    static native void threads(int threads);
    static native void submit(Runnable work);

    // Slots.
    static native long[] slots(long hsm);
    static native long slot(long hsm, long id);
    static native long token(long hsm, int by, String said);
    static native long slotId(long slot);
    static native byte[] slotInfo(long slot);
    static native byte[] tokenInfo(long slot);
    static native byte[] mechanisms(long slot);
    static native long session(long slot, long user, byte[] pin);
    static native long sessionOf(long hsm, String uri, byte @Nullable [] pin);
    static native void initToken(long slot, byte[] soPin, String label);
    static native void changePin(long slot, int how, byte[] old, byte[] pin);

    // Sessions.
    static native boolean closed(long session);
    static native long user(long session);
    static native void sessionPin(long session, byte @Nullable [] old, byte[] pin);
    static native void onContextPin(long session, Object supplier);
    static native long[] generate(long session, long mechanism, byte[] spec);
    static native long[] importKey(long session, byte[] spec, byte[] file);
    static native long importSecret(long session, byte[] spec, byte[] value);
    static native long importCertificate(long session, byte[] spec, byte[] file);
    static native long createObject(long session, byte[] attributes);
    static native long find(long session, byte[] query);
    static native long[] next(long search, int most);
    static native long findOne(long session, byte[] query);
    static native long keyWith(long session, byte[] publicKey);
    static native byte[] random(long session, int length);
    static native byte[] digest(long session, long mechanism, byte[] data);

    // Objects.
    static native long secret(byte[] value);
    static native long mechanism(byte[] spec);
    static native long handle(long object);
    static native @Nullable String kind(long object);
    static native byte[] attributes(long object, long[] kinds);
    static native void set(long object, byte[] attributes);
    static native long copy(long object, byte[] attributes);
    static native void destroy(long object);
    static native byte[] publicKey(long object, String form);
    static native byte[] selfSigned(long object, long mechanism, String name);
    static native long related(long object, String relation);
    static native long[] chain(long object);

    // What keys do.
    static native byte[] signBatch(long key, long mechanism, int count, byte[] data);
    static native boolean verify(long key, long mechanism, byte[] data, byte[] signature);
    static native byte[] perform(int what, long key, long mechanism, byte[] data);
    static native byte[] seal(long key, byte[] data, byte[] aad);
    static native byte[] wrap(long key, long mechanism, long target, byte @Nullable [] aad);
    static native long unwrap(long key, long mechanism, byte[] wrapped, byte @Nullable [] aad, byte[] spec);
    static native long derive(long key, long mechanism, long then, byte[] spec);
    static native long[] deriveAll(long key, long mechanism, byte[] spec);
    static native byte[] deriveData(long key, long mechanism, long length);
    static native byte[] encapsulate(long key, long mechanism, byte[] spec, long[] made);
    static native long decapsulate(long key, long mechanism, byte[] ciphertext, byte[] spec);

    // Streams.
    static native long stream(String operation, long key, long mechanism, byte @Nullable [] signature);
    static native long digester(long session, long mechanism);
    static native byte[] update(long stream, byte[] data);
    static native void updateKey(long stream, long key);
    static native byte[] finish(long stream);
    static native boolean finishVerify(long stream, byte[] signature);

    // Messages.
    static native long messages(String operation, long key, long mechanism);
    static native byte[] message(int what, long messages, byte[] data, byte[] aad);
    static native boolean messageVerify(long messages, byte[] data, byte[] signature);
}
