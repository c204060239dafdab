// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Types of certificates. */
public final class Ckc {
    private Ckc() {}

    /** {@code CKC_X_509} */
    public static final long CKC_X_509 = 0x0L;
    /** {@code CKC_X_509_ATTR_CERT} */
    public static final long CKC_X_509_ATTR_CERT = 0x1L;
    /** {@code CKC_WTLS} */
    public static final long CKC_WTLS = 0x2L;
    /** {@code CKC_VENDOR_DEFINED} */
    public static final long CKC_VENDOR_DEFINED = 0x80000000L;
}
