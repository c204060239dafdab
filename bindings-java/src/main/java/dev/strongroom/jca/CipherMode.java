package dev.strongroom.jca;

import dev.strongroom.Mechanism;
import org.jspecify.annotations.Nullable;

/** The symmetric transformations. A table. */
enum CipherMode {
    CBC("AES/CBC/NoPadding", "aes", 16, 16, 0),
    CBC_PAD("AES/CBC/PKCS5Padding", "aes", 16, 16, 16),
    CTR("AES/CTR/NoPadding", "aes", 16, 16, 0),
    GCM("AES/GCM/NoPadding", "aes", 16, 12, 16),
    ECB("AES/ECB/NoPadding", "aes", 16, 0, 0),
    KW("AES/KW/NoPadding", "aes", 8, 0, 8),
    KWP("AES/KWP/NoPadding", "aes", 8, 0, 16),
    DES3("DESede/CBC/NoPadding", "3des", 8, 8, 0),
    DES3_PAD("DESede/CBC/PKCS5Padding", "3des", 8, 8, 8);

    private final String transformation;
    private final String kind;
    private final int block;
    private final int iv;
    private final int room;

    /**
     * @param transformation Java's name
     * @param kind the core's kind of its keys
     * @param block bytes of a block
     * @param iv bytes of a vector that is drawn
     * @param room bytes that a ciphertext may be longer than its text
     */
    CipherMode(String transformation, String kind, int block, int iv, int room) {
        this.transformation = transformation;
        this.kind = kind;
        this.block = block;
        this.iv = iv;
        this.room = room;
    }

    String transformation() {
        return transformation;
    }

    String kind() {
        return kind;
    }

    int block() {
        return block;
    }

    int iv() {
        return iv;
    }

    int room() {
        return room;
    }

    boolean authenticated() {
        return this == GCM;
    }

    /** Whether data may come in parts. */
    boolean parts() {
        return this != KW && this != KWP;
    }

    /** What Java calls its parameters. */
    String parameters() {
        return this == GCM ? "GCM" : kind.equals("aes") ? "AES" : "DESede";
    }

    Mechanism mechanism(byte @Nullable [] vector, int tag, byte[] aad) {
        return switch (this) {
            case CBC -> Mechanism.cbc(vector);
            case CBC_PAD -> Mechanism.cbcPad(vector);
            case CTR -> Mechanism.ctr(vector);
            case GCM -> Mechanism.gcm(vector).aad(aad).tagLength(tag);
            case ECB -> Mechanism.ecb();
            case KW -> Mechanism.kw();
            case KWP -> Mechanism.kwp();
            case DES3 -> Mechanism.des3Cbc(vector);
            case DES3_PAD -> Mechanism.des3CbcPad(vector);
        };
    }
}
