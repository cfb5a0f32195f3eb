/** What the server answers when it refuses: problem+json, already in the reader's language. */
export interface ProblemField {
  pointer: string
  code: string
  detail?: string
}

export interface Problem {
  type?: string
  title: string
  status: number
  code: string
  detail?: string
  errors?: ProblemField[]
}

/** A refusal or a broken line. `request_id` is what a person reads out on the telephone. */
export class Refusal extends Error {
  constructor(
    readonly problem: Problem,
    readonly request_id: string | null,
    readonly retry_after: number | null = null,
  ) {
    super(problem.detail ?? problem.title)
  }

  get status() {
    return this.problem.status
  }

  get code() {
    return this.problem.code
  }

  get errors() {
    return this.problem.errors ?? []
  }

  /** No answer at all: the network is down or the server is being restarted. */
  get offline() {
    return this.problem.status === 0
  }
}

export function is_problem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'status' in value
}
