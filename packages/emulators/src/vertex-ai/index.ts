export { startVertexAiEmulator, type VertexAiEmulator, type VertexAiEmulatorOptions } from "./vertex-ai-emulator.ts";
