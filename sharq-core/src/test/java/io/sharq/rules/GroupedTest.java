package io.sharq.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GroupedTest {
    @Property
    void resultsStandInTheOrderOfTheBatch(@ForAll List<Integer> batch) {
        Grouped<Integer, Integer> grouped = Grouped.by(batch, item -> Math.floorMod(item, 3));
        List<List<String>> results = grouped.parts().values().stream()
                .map(part -> part.stream().map(String::valueOf).toList())
                .toList();
        assertThat(grouped.inOrder(results))
                .isEqualTo(batch.stream().map(String::valueOf).toList());
    }

    @Example
    void partsAndTheirItemsKeepTheOrderOfTheBatch() {
        Grouped<Character, String> grouped = Grouped.by(List.of("b1", "a1", "b2", "a2", "c1"), item -> item.charAt(0));
        assertThat(grouped.parts().keySet()).containsExactly('b', 'a', 'c');
        assertThat(grouped.parts().get('b')).containsExactly("b1", "b2");
    }
}
