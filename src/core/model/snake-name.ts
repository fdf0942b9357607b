/**
 * The snake_case name that text of any other convention comes to: `Order Completed`, `orderCompleted` and
 * `order.completed` are all `order_completed`. Empty when there is nothing to make a name of.
 */
export function snakeNameOf(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
}

/** The name under which something is defined: the given one, else its snake_case; what is not defined keeps the latter. */
export function definedNameOf(given: string, isDefined: (name: string) => boolean): string {
  if (isDefined(given)) return given
  return snakeNameOf(given) || given
}
