import { Component, type ReactNode } from 'react'

interface WithoutItProps {
  children: ReactNode
  /** What stands in the part's place when it cannot be shown. */
  instead: ReactNode
}

/** Around a small part that the page can do without: when the part fails, the page stands. */
export class WithoutIt extends Component<WithoutItProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.instead : this.props.children
  }
}
