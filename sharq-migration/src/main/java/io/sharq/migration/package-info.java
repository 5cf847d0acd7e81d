/**
 * The move of a live installation of the Python SharQ: {@link io.sharq.migration.OriginalImport} reads its keys in Redis and
 * enqueues its jobs through the facade.
 */
package io.sharq.migration;
