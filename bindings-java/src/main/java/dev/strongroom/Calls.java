package dev.strongroom;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How the core is called. A virtual thread holds the thread that carries it for as long as it is in native code; so a
 * call that may wait, for a service, a disk or a slow derivation, is given to one of the core's threads, and the
 * virtual thread waits as virtual threads do.
 */
final class Calls {
    /** {@code Thread.isVirtual}, where there is one (Java 21). */
    private static final @Nullable MethodHandle VIRTUAL = virtual();

    private Calls() {}

    private static @Nullable MethodHandle virtual() {
        try {
            MethodType type = MethodType.methodType(boolean.class);
            return MethodHandles.publicLookup().findVirtual(Thread.class, "isVirtual", type);
        } catch (ReflectiveOperationException older) {
            return null;
        }
    }

    private static boolean isVirtual() {
        if (VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) VIRTUAL.invokeExact(Thread.currentThread());
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A call that computes. */
    static <T> T computing(Held of, Supplier<T> call) {
        try {
            return of.near || !isVirtual() ? call.get() : waited(call);
        } finally {
            Reference.reachabilityFence(of);
        }
    }

    /** A call that computes, with something else that must be there until it has ended. */
    static <T> T computing(Held of, Held with, Supplier<T> call) {
        try {
            return computing(of, call);
        } finally {
            Reference.reachabilityFence(with);
        }
    }

    /** A call that may wait. */
    static <T> T waiting(Held of, Supplier<T> call) {
        try {
            return waiting(call);
        } finally {
            Reference.reachabilityFence(of);
        }
    }

    static <T> T waiting(Supplier<T> call) {
        return isVirtual() ? waited(call) : call.get();
    }

    static void waiting(Held of, Runnable call) {
        waiting(of, () -> {
            call.run();
            return true;
        });
    }

    private static <T> T waited(Supplier<T> call) {
        try {
            return async(call).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** A call that one of the core's threads makes. */
    static <T> CompletableFuture<T> async(Supplier<T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Native.submit(() -> {
            if (future.isDone()) {
                // Nobody waits any more.
                return;
            }
            try {
                future.complete(call.get());
            } catch (Throwable error) {
                future.completeExceptionally(error);
            }
        });
        return future;
    }
}
