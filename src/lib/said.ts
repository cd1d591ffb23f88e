/** Something whoever started a command can mend: the message is a sentence that says what is wrong and what to do. It is shown without a stack. */
export class Said extends Error {}
