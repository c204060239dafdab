// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Classes of objects. */
public final class Cko {
    private Cko() {}

    /** {@code CKO_DATA} */
    public static final long CKO_DATA = 0x0L;
    /** {@code CKO_CERTIFICATE} */
    public static final long CKO_CERTIFICATE = 0x1L;
    /** {@code CKO_PUBLIC_KEY} */
    public static final long CKO_PUBLIC_KEY = 0x2L;
    /** {@code CKO_PRIVATE_KEY} */
    public static final long CKO_PRIVATE_KEY = 0x3L;
    /** {@code CKO_SECRET_KEY} */
    public static final long CKO_SECRET_KEY = 0x4L;
    /** {@code CKO_HW_FEATURE} */
    public static final long CKO_HW_FEATURE = 0x5L;
    /** {@code CKO_DOMAIN_PARAMETERS} */
    public static final long CKO_DOMAIN_PARAMETERS = 0x6L;
    /** {@code CKO_MECHANISM} */
    public static final long CKO_MECHANISM = 0x7L;
    /** {@code CKO_OTP_KEY} */
    public static final long CKO_OTP_KEY = 0x8L;
    /** {@code CKO_PROFILE} */
    public static final long CKO_PROFILE = 0x9L;
    /** {@code CKO_VALIDATION} */
    public static final long CKO_VALIDATION = 0xaL;
    /** {@code CKO_TRUST} */
    public static final long CKO_TRUST = 0xbL;
    /** {@code CKO_VENDOR_DEFINED} */
    public static final long CKO_VENDOR_DEFINED = 0x80000000L;
}
