package dev.strongroom.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.Hsm;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The native library: every method is there, numbers are no pointers, and where it is looked for is said. */
class NativeTest {
    private static Method[] natives() throws ClassNotFoundException {
        return Class.forName("dev.strongroom.Native").getDeclaredMethods();
    }

    private static Object nothing(Class<?> kind) {
        if (kind == long.class) {
            return 0x1_0000_0000L;
        }
        return kind == int.class ? (Object) 0 : kind == boolean.class ? false : null;
    }

    /** Numbers that are of nothing and arrays that are not there are exceptions. */
    @Test
    void everyMethodIsThereAndTakesNonsense() throws Exception {
        int count = 0;
        for (Method method : natives()) {
            if (!Modifier.isNative(method.getModifiers())
                    || Set.of("submit", "threads", "release", "close", "configuredUrl").contains(method.getName())) {
                continue;
            }
            method.setAccessible(true);
            Object[] given = Stream.of(method.getParameterTypes()).map(NativeTest::nothing).toArray();
            try {
                method.invoke(null, given);
            } catch (InvocationTargetException failed) {
                assertFalse(failed.getCause() instanceof Error, method + ": " + failed.getCause());
            }
            count++;
        }
        assertTrue(count > 45, "only " + count);
    }

    private static String java(String... options) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                        Stream.of(options),
                        Stream.of("-cp", System.getProperty("java.class.path"), Main.class.getName()))
                .flatMap(each -> each).toList()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    /** What the other process does. */
    public static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            try {
                Hsm.open(Path.of("/nonexistent"));
            } catch (dev.strongroom.HsmException loaded) {
                System.out.println("loaded");
            } catch (LinkageError error) {
                System.out.println(error.getMessage());
            }
        }
    }

    @Test
    void theLibraryThatIsNamed() throws Exception {
        String said = java("-Dstrongroom.library=/nonexistent/library.so");
        assertTrue(said.contains("/nonexistent/library.so") && said.contains("noexec") && said.contains("musl"), said);
    }

    @Test
    void theLibraryThatIsExtracted() throws Exception {
        if (System.getProperty("strongroom.library") != null) {
            return;
        }
        assertEquals("loaded", java().strip().lines().reduce((first, last) -> last).orElse(""));
        Path directory = Files.createTempDirectory("strongroom-lib-");
        try {
            for (int round = 0; round < 2; round++) {
                String said = java("-Dstrongroom.libdir=" + directory);
                assertTrue(said.contains("loaded"), said);
                try (Stream<Path> files = Files.list(directory)) {
                    List<Path> found = files.toList();
                    assertEquals(1, found.size(), found.toString());
                    // What somebody puts there under its name is not what is loaded.
                    Files.writeString(found.get(0), "nonsense");
                }
            }
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        } finally {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
