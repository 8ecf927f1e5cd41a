/** Something a person can act on. Its message is all that is printed; anything else that is thrown is a bug and keeps its stack. */
export class Complaint extends Error {
  override readonly name = 'Complaint'
}
