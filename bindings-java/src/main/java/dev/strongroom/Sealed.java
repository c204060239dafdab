package dev.strongroom;

import java.util.Arrays;

/**
 * What was sealed: with AES-GCM, or as a message.
 *
 * @param iv the vector: 12 bytes, drawn at random, unless messages were told otherwise
 * @param ciphertext as long as the plaintext
 * @param tag 16 bytes, unless messages were told otherwise
 */
public record Sealed(byte[] iv, byte[] ciphertext, byte[] tag) {
    private static final int IV = 12;
    private static final int TAG = 16;

    static Sealed of(byte[] packed) {
        var in = new Packed.Reader(packed);
        return new Sealed(in.bytes(), in.bytes(), in.bytes());
    }

    byte[] packed() {
        return new Packed.Writer().bytes(iv).bytes(ciphertext).bytes(tag).done();
    }

    /**
     * From one piece, with a vector and a tag as {@link HsmSecretKey#seal} makes them: the vector, the ciphertext, the tag.
     *
     * @param bytes all of it
     * @return it
     * @throws DecryptionFailedException for what is too short
     */
    public static Sealed ofBytes(byte[] bytes) {
        int end = bytes.length - TAG;
        if (end < IV) {
            String name = "CKR_ENCRYPTED_DATA_LEN_RANGE";
            throw HsmException.of(
                    Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE, name, "C_Decrypt", "what was sealed has 28 bytes at least");
        }
        return new Sealed(
                Arrays.copyOf(bytes, IV),
                Arrays.copyOfRange(bytes, IV, end),
                Arrays.copyOfRange(bytes, end, bytes.length));
    }

    /**
     * All of it in one piece.
     *
     * @return the vector, the ciphertext, the tag
     */
    public byte[] toBytes() {
        byte[] all = Arrays.copyOf(iv, iv.length + ciphertext.length + tag.length);
        System.arraycopy(ciphertext, 0, all, iv.length, ciphertext.length);
        System.arraycopy(tag, 0, all, iv.length + ciphertext.length, tag.length);
        return all;
    }
}
