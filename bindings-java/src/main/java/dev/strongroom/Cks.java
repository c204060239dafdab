// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** States of sessions. */
public final class Cks {
    private Cks() {}

    /** {@code CKS_RO_PUBLIC_SESSION} */
    public static final long CKS_RO_PUBLIC_SESSION = 0x0L;
    /** {@code CKS_RO_USER_FUNCTIONS} */
    public static final long CKS_RO_USER_FUNCTIONS = 0x1L;
    /** {@code CKS_RW_PUBLIC_SESSION} */
    public static final long CKS_RW_PUBLIC_SESSION = 0x2L;
    /** {@code CKS_RW_USER_FUNCTIONS} */
    public static final long CKS_RW_USER_FUNCTIONS = 0x3L;
    /** {@code CKS_RW_SO_FUNCTIONS} */
    public static final long CKS_RW_SO_FUNCTIONS = 0x4L;
    /** {@code CKS_LAST_VALIDATION_OK} */
    public static final long CKS_LAST_VALIDATION_OK = 0x1L;
}
