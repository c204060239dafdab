package dev.strongroom.tests.scenarios;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.strongroom.Hsm;
import dev.strongroom.HsmException;
import dev.strongroom.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the cases of {@code tests/vectors} ({@code tests/scenarios.md}) on an instance, and prints a line for each. */
final class Scenarios {
    private final Said said;
    private final Expected expected;
    private final List<Steps> steps;
    private final JsonObject test;

    private Scenarios(String url, JsonObject test) {
        this.said = new Said(url, test);
        this.expected = new Expected(said);
        this.steps = Steps.of(said);
        this.test = test;
    }

    /** Runs all of them: how many were ok, failed, and skipped. */
    static Map<String, Integer> run(String url, Path directory) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>(Map.of("ok", 0));
        counts.put("failed", 0);
        counts.put("skipped", 0);
        List<Path> files;
        try (Stream<Path> list = Files.walk(directory)) {
            files = list.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            String suite = file.getFileName().toString().replace(".json", "");
            JsonObject whole = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            for (JsonElement each : whole.getAsJsonArray("cases")) {
                JsonObject test = each.getAsJsonObject();
                String ending = new Scenarios(url, test).ending();
                counts.merge(ending.split(" ")[0], 1, Integer::sum);
                System.out.println("case " + suite + "/" + test.get("id").getAsString() + " " + ending);
            }
        }
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("cases " + all + counts.entrySet().stream()
                .map(e -> " " + e.getKey() + " " + e.getValue()).collect(Collectors.joining()));
        return counts;
    }

    private String ending() {
        Hsm hsm = Hsm.open(said.url);
        said.names.put("hsm", hsm);
        try {
            Slot slot = said.slot(new JsonObject());
            Set<String> has = slot.mechanisms().stream().map(m -> m.name()).collect(Collectors.toSet());
            for (JsonElement need : array(test, "needs")) {
                if (!has.contains(need.getAsString())) {
                    return "skipped needs " + need.getAsString();
                }
            }
            String who = Said.text(test, "login", "user");
            if (!who.equals("none")) {
                said.names.put("session", said.login(slot, who, null));
            }
            int number = 0;
            for (JsonElement each : test.getAsJsonArray("steps")) {
                number++;
                JsonObject step = each.getAsJsonObject().deepCopy();
                new HashSet<>(step.keySet()).stream().filter(k -> step.get(k).isJsonNull()).forEach(step::remove);
                try {
                    step(step);
                } catch (Exception error) {
                    return "failed step " + number + " (" + Said.text(step, "op", "") + "): " + error;
                }
            }
            return "ok";
        } finally {
            said.names.values().stream().filter(Hsm.class::isInstance).forEach(each -> ((Hsm) each).close());
        }
    }

    private static JsonArray array(JsonObject of, String name) {
        return of.has(name) && of.get(name).isJsonArray() ? of.getAsJsonArray(name) : new JsonArray();
    }

    private void step(JsonObject step) throws Exception {
        String op = step.get("op").getAsString();
        Steps kind = steps.stream().filter(each -> each.has(op)).findFirst()
                .orElseThrow(() -> new Said.Wrong("there is no " + op));
        JsonElement expect = step.get("expect");
        boolean everywhere = step.has("parts") && step.get("parts").isJsonPrimitive();
        int cuts = everywhere ? said.bytes(step.get("data")).length + 1 : 1;
        for (int cut = 0; cut < cuts; cut++) {
            if (everywhere) {
                JsonArray parts = new JsonArray();
                parts.add(cut);
                step.add("parts", parts);
            }
            Object made;
            try {
                made = kind.step(op, step);
            } catch (HsmException error) {
                Expected.failed(error, expect);
                continue;
            }
            expected.came(made, expect, op);
        }
    }
}
