/** The name under which all events together have health and incidents; the contract has it too, beside its schemas. */
export const deliveryName = '$delivery'
