import type { ContractRouterClient } from '@orpc/contract'
import type { StateCreator } from 'zustand'
import type { EngineContract, EngineEvent, LibraryState } from '../../electron/contract/engine.ts'
import type { Generation } from '../../electron/contract/jobs.ts'
import type { PackSummary } from '../../electron/contract/packs.ts'
import type { ServiceName, ServiceState, ShellContract } from '../../electron/contract/shell.ts'
import { words } from '../ui/words.ts'
import type { AppState } from './app-store.ts'
import { isLostConnection, toFailure } from './failure.ts'
import { Desk } from './view.ts'

export type EngineClient = ContractRouterClient<EngineContract>
export type ShellClient = ContractRouterClient<ShellContract>

export type ConnectionSlice = {
  /** Null while the engine is away; everything on the page stays. */
  engine: EngineClient | null
  shell: ShellClient | null
  /** False until the first storyboard is on the page. */
  started: boolean
  services: Readonly<Partial<Record<ServiceName, ServiceState>>>
  library: LibraryState | null
  packs: readonly PackSummary[]
  generations: Readonly<Record<string, Generation>>
  engineConnected(engine: EngineClient): Promise<void>
  engineLost(engine: EngineClient): void
  shellConnected(shell: ShellClient): Promise<void>
  restartService(service: ServiceName): Promise<void>
  showLog(service: ServiceName): Promise<void>
  /** How a picture was made; asked for once. */
  loadGeneration(id: string): Promise<void>
}

const pauseMs = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

export const createConnectionSlice: StateCreator<AppState, [], [], ConnectionSlice> = (set, get) => {
  const receive = (event: EngineEvent) => {
    if (event.type === 'storyboard') get().receiveBoard(event.storyboard)
    else if (event.type === 'job') get().receiveJob(event.job)
    else if (event.type === 'library') set({ library: event.library })
  }

  /** Listens for as long as this connection is the present one. */
  const follow = async (engine: EngineClient) => {
    while (get().engine === engine) {
      try {
        for await (const event of await engine.events()) receive(event)
      } catch {
        // The connection is gone, or the stream was cut: the loop decides.
      }
      if (get().engine === engine) await pauseMs(1000)
    }
  }

  /** Takes up what the engine knows of jobs; what it has forgotten is gone. */
  const loadJobs = async (engine: EngineClient) => {
    const jobs = await engine.jobs.list()
    const known = new Set(jobs.map((job) => job.id))
    const gone = (id: string) => !known.has(id) && !get().requests[id]
    set((s) => ({ jobs: Object.fromEntries(Object.entries(s.jobs).filter(([id]) => !gone(id))) }))
    for (const job of jobs) get().receiveJob(job)
  }

  /** Packs are read by inference. If that stops meanwhile, it is asked again when it is back. */
  const loadPacks = async (engine: EngineClient) => {
    try {
      set({ packs: await engine.models.packs() })
    } catch (error) {
      if (get().engine === engine && !isLostConnection(toFailure(error))) get().fail(error)
    }
  }

  const openSomething = async (engine: EngineClient) => {
    const desk = Desk.partial().safeParse(await engine.view.get({ key: 'desk' })).data ?? {}
    const { seed, seedLocked, theme, narrowRail } = desk
    set({
      ...(seed !== undefined && seedLocked ? { seed, seedLocked } : {}),
      ...(narrowRail !== undefined ? { narrowRail } : {}),
    })
    if (theme) get().setTheme(theme)
    const boards = get().boards ?? []
    const last = boards.find((board) => board.id === desk.boardId) ?? boards[0]
    if (last) await get().openBoard(last.id)
    else await get().createBoard()
  }

  const reopen = async (engine: EngineClient, id: string) => get().receiveBoard(await engine.storyboards.open({ id }))

  return {
    engine: null,
    shell: null,
    started: false,
    services: {},
    library: null,
    packs: [],
    generations: {},
    async engineConnected(engine) {
      set({ engine })
      void follow(engine)
      try {
        set({ library: await engine.library.state() }) // first: if it cannot be used, nothing else can be asked
        await get().sendUnsent()
        await get().listBoards()
        const openId = get().base?.id
        if (openId) await reopen(engine, openId)
        else await openSomething(engine)
        set({ started: true })
        await get().sendRequests()
        await loadJobs(engine)
        await loadPacks(engine)
      } catch (error) {
        if (get().engine === engine) get().fail(error)
      }
    },
    engineLost(engine) {
      if (get().engine !== engine) return
      set({ engine: null })
      get().announce(words.status.engineAway)
    },
    async shellConnected(shell) {
      set({ shell })
      try {
        for await (const state of await shell.services()) {
          const before = get().services[state.service]?.state
          set((s) => ({ services: { ...s.services, [state.service]: state } }))
          const { engine } = get()
          // Packs are read by inference: when it comes up (again), there is more to know.
          if (engine && state.service === 'inference' && state.state === 'ready' && before !== 'ready')
            void loadPacks(engine)
        }
      } catch {
        set({ shell: null, services: {} })
      }
    },
    async restartService(service) {
      await get().shell?.restart({ service }).catch(get().fail)
    },
    async showLog(service) {
      await get().shell?.showLog({ service }).catch(get().fail)
    },
    async loadGeneration(id) {
      const { engine, generations } = get()
      if (!engine || generations[id]) return
      try {
        const generation = await engine.generations.get({ id })
        set((s) => ({ generations: { ...s.generations, [id]: generation } }))
      } catch (error) {
        get().fail(error)
      }
    },
  }
}
