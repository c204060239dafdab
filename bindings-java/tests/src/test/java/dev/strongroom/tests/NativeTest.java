package dev.strongroom.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.ArgumentException;
import dev.strongroom.Hsm;
import dev.strongroom.SessionClosedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static Object call(String name, Object... given) throws Throwable {
        Method method = Stream.of(natives()).filter(each -> each.getName().equals(name)).findFirst().orElseThrow();
        method.setAccessible(true);
        try {
            return method.invoke(null, given);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    /** A number is of one thing, and of nothing when that is gone, even where its place is used again. */
    @Test
    void staleNumbers() throws Throwable {
        try (Place place = Place.embedded(2)) {
            long hsm = (long) call("open", place.url);
            long slot = (long) call("slot", hsm, 1L);
            assertEquals(1L, call("slotId", slot));
            assertThrows(ArgumentException.class, () -> call("slotId", hsm));
            call("release", slot);
            assertThrows(SessionClosedException.class, () -> call("slotId", slot));
            long other = (long) call("slot", hsm, 0L);
            assertThrows(SessionClosedException.class, () -> call("slotId", slot));
            assertEquals(0L, call("slotId", other));
            call("release", slot);
            call("close", slot);
            assertEquals(0L, call("slotId", other));
            call("close", hsm);
            call("release", hsm);
            assertThrows(SessionClosedException.class, () -> call("slots", hsm));
        }
    }

    /** Which library fits this machine is told by what is mapped. */
    @Test
    void theLibraryThatFits() throws Exception {
        Method classifiers = Class.forName("dev.strongroom.Loader").getDeclaredMethod("classifiers", Stream.class);
        classifiers.setAccessible(true);
        List<?> here = (List<?>) classifiers.invoke(null, Files.lines(Path.of("/proc/self/maps")));
        List<?> alpine = (List<?>) classifiers.invoke(null, Stream.of("7f00 r-xp 0 08:01 1 /lib/ld-musl-x86_64.so.1"));
        List<?> debian = (List<?>) classifiers.invoke(null, Stream.of("7f00 r-xp 0 08:01 1 /usr/lib/libc.so.6"));
        assertTrue(alpine.get(0).toString().endsWith("-musl") && alpine.get(1).equals(debian.get(0)), alpine.toString());
        assertTrue(System.getProperty("java.class.path").contains("-" + here.get(0) + ".jar"), here.toString());
    }

    private static String java(String... options) throws IOException, InterruptedException {
        return javaWith(System.getProperty("java.class.path"), options);
    }

    private static String javaWith(String classPath, String... options) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                        Stream.of(options),
                        Stream.of("-cp", classPath, Main.class.getName()))
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

    /** The class path without the jar that has the library. */
    private static String withoutNative() {
        return Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> !entry.matches(".*strongroom-[0-9.]+-(linux|osx|windows)-.*\\.jar"))
                .collect(Collectors.joining(java.io.File.pathSeparator));
    }

    /** Without the jar that has it, and with a path where it is not: everything that was tried is said. */
    @Test
    void noLibraryAtAll() throws Exception {
        String said = javaWith(withoutNative(), "-Djava.library.path=/nonexistent");
        assertTrue(said.contains("java.library.path") && said.contains("add the jar with the classifier linux-"), said);
        assertTrue(said.contains("native/linux-") && said.contains("-musl/"), said);
    }

    @Test
    void theLibraryOfThePath() throws Exception {
        Path directory = Files.createTempDirectory("strongroom-path-");
        Path library = directory.resolve(System.mapLibraryName("strongroom_jni"));
        Files.writeString(library, "nonsense");
        try {
            // It is looked at first, and what is wrong with it is no reason to give up.
            assertTrue(java("-Djava.library.path=" + directory).contains("loaded"));
            Files.delete(library);
            Method classifiers = Class.forName("dev.strongroom.Loader").getDeclaredMethod("classifiers");
            classifiers.setAccessible(true);
            String resource = "native/" + ((List<?>) classifiers.invoke(null)).get(0) + "/" + library.getFileName();
            try (InputStream in = Hsm.class.getClassLoader().getResourceAsStream(resource)) {
                Files.copy(in, library);
            }
            assertTrue(javaWith(withoutNative(), "-Djava.library.path=" + directory).contains("loaded"));
        } finally {
            Files.deleteIfExists(library);
            Files.delete(directory);
        }
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
