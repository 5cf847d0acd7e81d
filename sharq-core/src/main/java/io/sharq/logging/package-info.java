/** How the modules of SharQ log failures that may come with every call. */
@org.jspecify.annotations.NullMarked
package io.sharq.logging;
