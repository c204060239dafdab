// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Mask generation functions. */
public final class Ckg {
    private Ckg() {}

    /** {@code CKG_MGF1_SHA1} */
    public static final long CKG_MGF1_SHA1 = 0x1L;
    /** {@code CKG_MGF1_SHA256} */
    public static final long CKG_MGF1_SHA256 = 0x2L;
    /** {@code CKG_MGF1_SHA384} */
    public static final long CKG_MGF1_SHA384 = 0x3L;
    /** {@code CKG_MGF1_SHA512} */
    public static final long CKG_MGF1_SHA512 = 0x4L;
    /** {@code CKG_MGF1_SHA224} */
    public static final long CKG_MGF1_SHA224 = 0x5L;
    /** {@code CKG_MGF1_SHA3_224} */
    public static final long CKG_MGF1_SHA3_224 = 0x6L;
    /** {@code CKG_MGF1_SHA3_256} */
    public static final long CKG_MGF1_SHA3_256 = 0x7L;
    /** {@code CKG_MGF1_SHA3_384} */
    public static final long CKG_MGF1_SHA3_384 = 0x8L;
    /** {@code CKG_MGF1_SHA3_512} */
    public static final long CKG_MGF1_SHA3_512 = 0x9L;
    /** {@code CKG_NO_GENERATE} */
    public static final long CKG_NO_GENERATE = 0x0L;
    /** {@code CKG_GENERATE} */
    public static final long CKG_GENERATE = 0x1L;
    /** {@code CKG_GENERATE_COUNTER} */
    public static final long CKG_GENERATE_COUNTER = 0x2L;
    /** {@code CKG_GENERATE_RANDOM} */
    public static final long CKG_GENERATE_RANDOM = 0x3L;
    /** {@code CKG_GENERATE_COUNTER_XOR} */
    public static final long CKG_GENERATE_COUNTER_XOR = 0x4L;
}
