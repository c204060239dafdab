package dev.strongroom.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.strongroom.tests.Place;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every case of {@code tests/vectors}. */
class ScenariosTest {
    @Test
    void embedded() throws Exception {
        try (Place place = Place.embedded(16)) {
            complete(place);
        }
    }

    @Test
    void atAService() throws Exception {
        try (Place place = Place.served(16)) {
            complete(place);
        }
    }

    private static void complete(Place place) throws Exception {
        Map<String, Integer> counts = Scenarios.run(place.url, Place.TOP.resolve("tests/vectors"));
        assertTrue(counts.get("ok") > 0);
        assertEquals(0, counts.get("failed") + counts.get("skipped"), counts.toString());
    }
}
