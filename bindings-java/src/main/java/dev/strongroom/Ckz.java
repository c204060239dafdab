// Made from the core's tables by scripts/generate; not to be changed by hand.
package dev.strongroom;

/** Sources of encoding parameters. */
public final class Ckz {
    private Ckz() {}

    /** {@code CKZ_DATA_SPECIFIED} */
    public static final long CKZ_DATA_SPECIFIED = 0x1L;
    /** {@code CKZ_SALT_SPECIFIED} */
    public static final long CKZ_SALT_SPECIFIED = 0x1L;
}
