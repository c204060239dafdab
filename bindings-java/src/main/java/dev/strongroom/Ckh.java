// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** What makes signatures of hashes random, and hardware features. */
public final class Ckh {
    private Ckh() {}

    /** {@code CKH_MONOTONIC_COUNTER} */
    public static final long CKH_MONOTONIC_COUNTER = 0x1L;
    /** {@code CKH_CLOCK} */
    public static final long CKH_CLOCK = 0x2L;
    /** {@code CKH_USER_INTERFACE} */
    public static final long CKH_USER_INTERFACE = 0x3L;
    /** {@code CKH_VENDOR_DEFINED} */
    public static final long CKH_VENDOR_DEFINED = 0x80000000L;
    /** {@code CKH_HEDGE_PREFERRED} */
    public static final long CKH_HEDGE_PREFERRED = 0x0L;
    /** {@code CKH_HEDGE_REQUIRED} */
    public static final long CKH_HEDGE_REQUIRED = 0x1L;
    /** {@code CKH_DETERMINISTIC_REQUIRED} */
    public static final long CKH_DETERMINISTIC_REQUIRED = 0x2L;
}
