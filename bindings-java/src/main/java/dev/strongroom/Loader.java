package dev.strongroom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the native library. {@code -Dstrongroom.library=FILE} names it and nothing else is tried. Otherwise it is the one
 * of {@code java.library.path}, or the one of the native jar, which is extracted to a directory that only this user can
 * read: a new one, or {@code -Dstrongroom.libdir=DIRECTORY}. When none can be loaded, the error lists what was tried.
 */
final class Loader {
    private static final String LIBRARY = "strongroom_jni";
    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rwx------");

    private final List<String> tried = new ArrayList<>();
    private @Nullable Throwable last;

    private Loader() {}

    static synchronized void load() {
        new Loader().run();
    }

    private void run() {
        String named = System.getProperty("strongroom.library");
        if (named != null) {
            if (loads("-Dstrongroom.library", Path.of(named))) {
                return;
            }
            throw failed();
        }
        if (onPath() || bundled()) {
            return;
        }
        throw failed();
    }

    private boolean loads(String from, Path file) {
        try {
            System.load(file.toAbsolutePath().toString());
            return true;
        } catch (UnsatisfiedLinkError | SecurityException error) {
            return not(from + " " + file, error);
        }
    }

    private boolean onPath() {
        try {
            System.loadLibrary(LIBRARY);
            return true;
        } catch (UnsatisfiedLinkError | SecurityException error) {
            return not("java.library.path", error);
        }
    }

    private boolean bundled() {
        for (String classifier : classifiers()) {
            String resource = "native/" + classifier + "/" + System.mapLibraryName(LIBRARY);
            try (InputStream in = Loader.class.getClassLoader().getResourceAsStream(resource)) {
                if (in == null) {
                    tried.add(resource + ": not on the class path; add the jar with the classifier " + classifier);
                    continue;
                }
                byte[] library = in.readAllBytes();
                if (extracted(resource, library)) {
                    return true;
                }
            } catch (IOException error) {
                not(resource, error);
            }
        }
        return false;
    }

    /** Once it is loaded the file is not needed any more, except on Windows. */
    private boolean extracted(String resource, byte[] library) throws IOException {
        String name = hash(library) + "-" + System.mapLibraryName(LIBRARY);
        String wanted = System.getProperty("strongroom.libdir");
        if (wanted == null) {
            Path directory = Files.createTempDirectory("strongroom-");
            Path file = directory.resolve(name);
            try {
                Files.write(file, library);
                return loads(resource + " as", file);
            } finally {
                if (!windows()) {
                    Files.deleteIfExists(file);
                    Files.deleteIfExists(directory);
                } else {
                    file.toFile().deleteOnExit();
                }
            }
        }
        Path directory = Files.createDirectories(Path.of(wanted));
        if (!windows() && !Files.getPosixFilePermissions(directory).equals(MINE)) {
            Files.setPosixFilePermissions(directory, MINE);
        }
        Path file = directory.resolve(name);
        // It is there whole or not at all; what somebody else put there under the name is not taken.
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), library)) {
            Path part = Files.createTempFile(directory, "part-", ".tmp");
            try {
                Files.write(part, library);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }
        return loads(resource + " as", file);
    }

    private static String hash(byte[] library) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(library);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of this machine: first what fits its C library, then the other. */
    static List<String> classifiers() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return classifiers(maps);
        } catch (IOException | RuntimeException hidden) {
            // Where that is not to be seen, what lies in /lib tells.
            String[] found = Path.of("/lib").toFile().list((d, name) -> name.startsWith("ld-musl-"));
            return classifiers(found == null ? Stream.empty() : Stream.of(found).map("/lib/"::concat));
        }
    }

    /** @param files what is mapped into this process: with musl, its loader */
    static List<String> classifiers(Stream<String> files) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        machine = machine.equals("amd64") ? "x86_64" : machine.equals("aarch64") ? "aarch_64" : machine;
        if (system.contains("mac")) {
            return List.of("osx-" + machine);
        }
        if (windows()) {
            return List.of("windows-" + machine);
        }
        String usual = "linux-" + machine;
        boolean musl = files.anyMatch(line -> line.contains("/ld-musl-") || line.contains("/libc.musl-"));
        return musl ? List.of(usual + "-musl", usual) : List.of(usual, usual + "-musl");
    }

    private static boolean windows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private boolean not(String what, Throwable error) {
        tried.add(what + ": " + error.getMessage());
        last = error;
        return false;
    }

    private UnsatisfiedLinkError failed() {
        StringBuilder why = new StringBuilder("Strongroom's native library could not be loaded. Tried:");
        for (String attempt : tried.stream().sorted(Comparator.naturalOrder()).toList()) {
            why.append("\n  ").append(attempt);
        }
        why.append("\nThe temporary directory may not allow programs (noexec): name another with -Dstrongroom.libdir.");
        why.append("\nOn Alpine and others with musl the classifier ends with -musl.");
        UnsatisfiedLinkError error = new UnsatisfiedLinkError(why.toString());
        error.initCause(last);
        return error;
    }
}
