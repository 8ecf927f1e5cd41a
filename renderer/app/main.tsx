import '../ui/theme.css'
import { createRoot } from 'react-dom/client'
import { appStore } from '../store/app-store.ts'
import { App } from './app.tsx'
import { keepView } from './keep-view.ts'
import { receivePorts } from './ports.ts'

// The canvas measures words when it draws them, so the typeface has to be there before.
const fonts = ['400', '600'].map((weight) => document.fonts.load(`${weight} 13px "Inter Variable"`))
await Promise.race([Promise.all(fonts), new Promise((resolve) => setTimeout(resolve, 1000))])

createRoot(document.getElementById('plumage')!).render(<App />)
keepView(appStore)
receivePorts(appStore, window)
