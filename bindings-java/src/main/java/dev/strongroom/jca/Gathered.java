package dev.strongroom.jca;

import java.util.Arrays;

/** Data that was given and not yet used. What it leaves behind is wiped. */
final class Gathered implements Cloneable {
    private static final int FIRST = 256;

    private byte[] bytes = new byte[FIRST];
    private int size;

    int size() {
        return size;
    }

    void add(byte[] more, int from, int length) {
        if (length > bytes.length - size) {
            byte[] larger = Arrays.copyOf(bytes, Math.max(Math.addExact(size, length), 2 * bytes.length));
            Arrays.fill(bytes, (byte) 0);
            bytes = larger;
        }
        System.arraycopy(more, from, bytes, size, length);
        size += length;
    }

    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, size);
        clear();
        return taken;
    }

    void clear() {
        Arrays.fill(bytes, 0, size, (byte) 0);
        size = 0;
    }

    @Override
    public Gathered clone() {
        Gathered copy = new Gathered();
        copy.add(bytes, 0, size);
        return copy;
    }
}
