package dev.strongroom;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A PIN. Of an array it is a copy, which is wiped when this is {@link #close closed}, or when nobody has it any more; of a
 * supplier it is asked for at each use, and the array that comes is wiped.
 */
public final class Pin implements AutoCloseable {
    private final Supplier<byte[]> source;
    private final Runnable end;
    private volatile boolean closed;

    private Pin(Supplier<byte[]> source, Runnable end) {
        this.source = source;
        this.end = end;
    }

    /**
     * A PIN in an array, which is copied.
     *
     * @param pin the PIN
     * @return it
     */
    public static Pin of(char[] pin) {
        return ofBytes(encoded(pin));
    }

    /**
     * A PIN in a text. Java keeps texts until it frees them: where that matters, give an array.
     *
     * @param pin the PIN
     * @return it
     */
    public static Pin of(String pin) {
        return ofBytes(pin.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A PIN in bytes of UTF-8, which are copied.
     *
     * @param pin the PIN
     * @return it
     */
    public static Pin of(byte[] pin) {
        return ofBytes(pin.clone());
    }

    /**
     * A PIN that is asked for when it is used. The array that comes is wiped.
     *
     * @param pin gives it
     * @return it
     */
    public static Pin of(Supplier<char[]> pin) {
        return new Pin(
                () -> {
                    char[] given = pin.get();
                    try {
                        return encoded(given);
                    } finally {
                        Arrays.fill(given, '\0');
                    }
                },
                () -> {});
    }

    private static Pin ofBytes(byte[] own) {
        Runnable wipe = () -> {
            synchronized (own) {
                Arrays.fill(own, (byte) 0);
            }
        };
        Pin pin = new Pin(
                () -> {
                    synchronized (own) {
                        return own.clone();
                    }
                },
                wipe);
        Held.CLEANER.register(pin, wipe);
        return pin;
    }

    static byte[] encoded(char[] pin) {
        ByteBuffer buffer = StandardCharsets.UTF_8.encode(CharBuffer.wrap(pin));
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        Arrays.fill(buffer.array(), (byte) 0);
        return bytes;
    }

    /** Its bytes for one use, after which they are wiped. */
    <T> T use(Function<byte[], T> call) {
        byte[] bytes = bytes();
        try {
            return call.apply(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Its bytes, for one use; who asks wipes them. */
    byte[] bytes() {
        if (closed) {
            // Nothing in its place is tried: a token counts what is wrong.
            throw HsmException.bad("the PIN was closed");
        }
        try {
            return source.get();
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** Wipes it; it is of no use any more. */
    @Override
    public void close() {
        closed = true;
        end.run();
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "Pin";
    }
}
