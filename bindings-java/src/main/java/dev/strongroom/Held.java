package dev.strongroom;

import java.lang.ref.Cleaner;

/** Something that the core keeps, until it is no longer used here. */
abstract class Held {
    static final Cleaner CLEANER = Cleaner.create();

    /** The core's number for it. */
    final long number;
    /** Whether calls are answered within this process, so that they compute and never wait for others. */
    final boolean near;

    Held(long number, boolean near) {
        this.number = number;
        this.near = near;
        CLEANER.register(this, new Release(number));
    }

    private record Release(long number) implements Runnable {
        @Override
        public void run() {
            Native.release(number);
        }
    }
}
