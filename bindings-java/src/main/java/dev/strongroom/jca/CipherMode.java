package dev.strongroom.jca;

import dev.strongroom.Mechanism;

/** The symmetric transformations. A table. */
enum CipherMode {
    CBC("AES/CBC/NoPadding", "aes", 16, 16, "AES", (iv, tag, aad) -> Mechanism.aesCbc(iv)),
    CBC_PAD("AES/CBC/PKCS5Padding", "aes", 16, 16, "AES", (iv, tag, aad) -> Mechanism.aesCbcPad(iv)),
    CTR("AES/CTR/NoPadding", "aes", 16, 16, "AES", (iv, tag, aad) -> Mechanism.aesCtr(iv)),
    GCM("AES/GCM/NoPadding", "aes", 16, 12, "GCM", (iv, tag, aad) -> Mechanism.aesGcm(iv).aad(aad).tagLen(tag)),
    CHACHA("ChaCha20-Poly1305", "chacha20", 1, 12, "ChaCha20-Poly1305",
            (iv, tag, aad) -> Mechanism.chacha20Poly1305(iv).aad(aad)),
    ECB("AES/ECB/NoPadding", "aes", 16, 0, "AES", (iv, tag, aad) -> Mechanism.aesEcb()),
    KW("AES/KW/NoPadding", "aes", 8, 0, "AES", (iv, tag, aad) -> Mechanism.aesKw()),
    KWP("AES/KWP/NoPadding", "aes", 8, 0, "AES", (iv, tag, aad) -> Mechanism.aesKwp()),
    DES3("DESede/CBC/NoPadding", "3des", 8, 8, "DESede", (iv, tag, aad) -> Mechanism.des3Cbc(iv)),
    DES3_PAD("DESede/CBC/PKCS5Padding", "3des", 8, 8, "DESede", (iv, tag, aad) -> Mechanism.des3CbcPad(iv));

    private final String transformation;
    private final String kind;
    private final int block;
    private final int iv;
    private final String parameters;
    private final Make make;

    /** Makes the mechanism of a vector, the bytes of a tag, and additional data, as far as it has them. */
    interface Make {
        Mechanism of(byte[] iv, int tag, byte[] aad);
    }

    /**
     * @param transformation Java's name
     * @param kind the core's kind of its keys
     * @param block bytes of a block
     * @param iv bytes of a vector that is drawn
     * @param parameters what Java calls its parameters
     */
    CipherMode(String transformation, String kind, int block, int iv, String parameters, Make make) {
        this.transformation = transformation;
        this.kind = kind;
        this.block = block;
        this.iv = iv;
        this.parameters = parameters;
        this.make = make;
    }

    String transformation() {
        return transformation;
    }

    String kind() {
        return kind;
    }

    /** Whose keys it takes. */
    Kinds kinds() {
        return Kinds.ofFamilies(transformation.replaceFirst("[-/].*", ""), kind.equals("3des") ? "3des|des2" : kind);
    }

    int block() {
        return block;
    }

    int iv() {
        return iv;
    }

    String parameters() {
        return parameters;
    }

    Mechanism mechanism(byte[] vector, int tag, byte[] aad) {
        return make.of(vector, tag, aad);
    }

    boolean authenticated() {
        return this == GCM || this == CHACHA;
    }

    boolean padded() {
        return this == CBC_PAD || this == DES3_PAD;
    }

    /** Whether data may come in parts. */
    boolean parts() {
        return this != KW && this != KWP;
    }

    /** Bytes of the ciphertext of so many bytes. */
    int sealed(int length, int tag) {
        return switch (this) {
            case GCM, CHACHA -> length + tag;
            case CBC_PAD, DES3_PAD -> (length / block + 1) * block;
            case KW -> length + 8;
            case KWP -> (length + 15) / 8 * 8;
            case CBC, CTR, ECB, DES3 -> length;
        };
    }

    /** Bytes that come out at most, where so many are in it and no end was said. */
    int part(int length, boolean sealing) {
        if (!parts() || authenticated() && !sealing) {
            return 0;
        }
        // The last block of what is padded waits for its end.
        int most = padded() && !sealing ? Math.max(0, length - 1) : length;
        return authenticated() || this == CTR ? most : most / block * block;
    }
}
