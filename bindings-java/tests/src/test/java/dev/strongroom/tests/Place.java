package dev.strongroom.tests;

import dev.strongroom.Hsm;
import dev.strongroom.Pin;
import dev.strongroom.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An instance for tests, embedded or at a service. {@code run} says in the environment where the project is and where its
 * command.
 */
public final class Place implements AutoCloseable {
    public static final Path TOP = Path.of(System.getenv("STRONGROOM_TOP"));
    public static final String PIN = "98765432";
    public static final String SO_PIN = "87654321";
    private static final String COMMAND = System.getenv("STRONGROOM_COMMAND");
    private static final Pattern ADDRESS = Pattern.compile("\"address\": *\"([^\"]*)\"");

    private final Path top;
    private Process service;
    private String address;
    public final String url;

    private Place(boolean served, int slots) throws IOException, InterruptedException {
        top = Files.createTempDirectory("strongroom-java-test-");
        Hsm.create(directory(), slots, "strongroom", false);
        url = served ? serve() : "file://" + directory();
    }

    public static Place embedded(int slots) throws IOException, InterruptedException {
        return new Place(false, slots);
    }

    public static Place served(int slots) throws IOException, InterruptedException {
        return new Place(true, slots);
    }

    Path directory() {
        return top.resolve("hsm");
    }

    Path bundle() {
        return directory().resolve("test.bundle");
    }

    String address() {
        return address;
    }

    Hsm open() {
        return Hsm.open(url);
    }

    static Session login(Hsm hsm) {
        return hsm.token("strongroom-0").openSession(Pin.of(PIN));
    }

    private String serve() throws IOException, InterruptedException {
        String instance = directory().toString();
        run(COMMAND, "--instance", instance, "client", "add", "test", "--output", bundle().toString());
        Path out = directory().resolve("serve.json");
        service = new ProcessBuilder(
                        COMMAND, "--instance", instance, "serve", "--json", "--listen", "127.0.0.1:0", "--metrics",
                        "off", "--set", "limits.pin_backoff_first=0")
                .redirectOutput(out.toFile())
                .redirectError(directory().resolve("serve.log").toFile())
                .start();
        for (int tries = 0; tries < 600; tries++) {
            Matcher found = ADDRESS.matcher(Files.readString(out));
            if (found.find()) {
                address = found.group(1);
                return "strongroom://" + address + "?bundle=" + bundle();
            }
            if (!service.isAlive()) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new IOException("the service does not run: " + Files.readString(directory().resolve("serve.log")));
    }

    /** Stops the service as it is, or lets it go on. */
    void signal(String name) throws IOException, InterruptedException {
        run("sh", "-c", "kill -" + name + " " + service.pid());
    }

    /** Runs a command; what it says, and its failure, is an error. */
    static String run(String... command) throws IOException, InterruptedException {
        return run(List.of(command));
    }

    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.destroy();
            try {
                service.waitFor(20, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
