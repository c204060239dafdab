// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Users. */
public final class Cku {
    private Cku() {}

    /** {@code CKU_SO} */
    public static final long CKU_SO = 0x0L;
    /** {@code CKU_USER} */
    public static final long CKU_USER = 0x1L;
    /** {@code CKU_CONTEXT_SPECIFIC} */
    public static final long CKU_CONTEXT_SPECIFIC = 0x2L;
}
