package dev.strongroom.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The examples of both READMEs are compiled and executed, one after the other, in an empty directory. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void theExamplesWork() throws Exception {
        execute(Place.TOP.resolve("bindings-java/README.md"), 8);
    }

    @Test
    void theExampleOfTheProjectsReadmeWorks() throws Exception {
        execute(Place.TOP.resolve("README.md"), 1);
    }

    private static void execute(Path file, int least) throws Exception {
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        int count = 0;
        for (Matcher found = BLOCK.matcher(Files.readString(file)); found.find(); count++) {
            found.group(1).lines().forEach(line -> (line.startsWith("import ") ? imports : body).append(line).append('\n'));
        }
        assertTrue(count >= least, "only " + count + " examples");
        Path work = Files.createTempDirectory("strongroom-readme-");
        try (Place place = Place.served(1)) {
            Files.copy(place.bundle(), work.resolve("client.bundle"));
            String source = imports + "class Examples { public static void main(String[] arguments) throws Exception {\n"
                    + body.toString().replace("hsm.example:7512", place.address()).replace("/srv/hsm", "hsm") + "}}\n";
            Files.writeString(work.resolve("Examples.java"), source);
            if (!body.toString().contains("Hsm.create")) {
                dev.strongroom.Hsm.create(work.resolve("hsm"), 1, "strongroom", false);
            }
            String bin = Path.of(System.getProperty("java.home"), "bin").toString() + "/";
            // Maven names a directory for classes of the project's own, of which there are none.
            String path = Stream.of(System.getProperty("java.class.path").split(":"))
                    .filter(entry -> Files.exists(Path.of(entry)))
                    .collect(Collectors.joining(":"));
            List<String> compile = List.of(bin + "javac", "-Xlint:all", "-Werror", "-proc:none", "-cp", path, "Examples.java");
            assertEquals("", run(work, compile));
            List<String> command = new ArrayList<>(List.of(bin + "java", "-ea", "-cp", path + ":."));
            String library = System.getProperty("strongroom.library");
            if (library != null) {
                command.add("-Dstrongroom.library=" + library);
            }
            command.add("Examples");
            run(work, command);
        } finally {
            try (Stream<Path> all = Files.walk(work)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static String run(Path work, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), command.get(0) + ": " + said);
        return said;
    }
}
