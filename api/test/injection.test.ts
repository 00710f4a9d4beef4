import 'reflect-metadata'
import { Injectable, Module } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { expect, test } from 'vitest'
import { InjectedClock } from './injected-clock.ts'

@Injectable()
class Deadline {
  private readonly clock: InjectedClock

  constructor(clock: InjectedClock) {
    this.clock = clock
  }

  get source(): string {
    return this.clock.name
  }
}

@Module({ providers: [InjectedClock, Deadline] })
class Probe {}

test('NestJS injects by the type of a constructor parameter in tests as in the build', async () => {
  const module = await Test.createTestingModule({ imports: [Probe] }).compile()
  expect(module.get(Deadline).source).toBe('clock')
})
