/** The contract of the HTTP API, read from its OpenAPI document: the routes, and what they accept. */
@org.jspecify.annotations.NullMarked
package io.sharq.server.contract;
