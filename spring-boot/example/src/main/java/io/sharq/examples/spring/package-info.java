/** A shop that sends messages to the customers of its tenants, at a rate for each customer. */
package io.sharq.examples.spring;
