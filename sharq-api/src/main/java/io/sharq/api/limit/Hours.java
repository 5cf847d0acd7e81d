package io.sharq.api.limit;

import io.sharq.api.Bounds;
import io.sharq.api.InvalidValueException;
import java.time.ZoneId;
import java.util.List;

/**
 * The hours in which a limit is open, such as calling hours: while the wall clock of the time zone is inside one of the
 * windows. A time that the clock skips is never inside; one that it shows twice is inside twice.
 *
 * @param windows the windows, 1 to {@value LimitBounds#MAX_WINDOWS}; they may overlap
 * @param zone the time zone
 */
public record Hours(List<HourWindow> windows, ZoneId zone) {
    /**
     * Checks and copies the windows.
     *
     * @param windows the windows
     * @param zone the time zone
     * @throws InvalidValueException if there are none or too many, or one is null
     */
    public Hours {
        if (Bounds.required("hours", windows).isEmpty()) {
            throw new InvalidValueException("hours", "It must have at least one window, or the limit never opens.");
        }
        if (windows.size() > LimitBounds.MAX_WINDOWS) {
            throw new InvalidValueException(
                    "hours",
                    "It must have at most " + LimitBounds.MAX_WINDOWS + " windows, but has " + windows.size() + ".");
        }
        windows.forEach(window -> Bounds.required("hours", window));
        windows = List.copyOf(windows);
        Bounds.required("zone", zone);
    }
}
