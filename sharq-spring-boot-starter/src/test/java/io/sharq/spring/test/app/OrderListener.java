package io.sharq.spring.test.app;

import io.sharq.spring.SharQListener;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** A listener that needs another bean. */
@Component
public class OrderListener {
    private final Prices prices;
    final List<String> priced = new ArrayList<>();

    OrderListener(Prices prices) {
        this.prices = prices;
    }

    public List<String> priced() {
        return priced;
    }

    @SharQListener(type = "orders")
    void price(Order order) {
        priced.add(order.article() + " " + prices.of(order.article()));
    }

    /**
     * A request.
     *
     * @param article what is ordered
     */
    public record Order(String article) {}

    /** What a listener needs and a slice does not scan. */
    public interface Prices {
        int of(String article);
    }
}
