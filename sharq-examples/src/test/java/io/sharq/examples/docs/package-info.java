/** Holds the documentation to the code: every link leads somewhere, and every block is compiled, run or loaded. */
package io.sharq.examples.docs;
