// Prints an issue's articles with their keywords and summaries.
//
// usage: npm start URL ISSUE, as npm start http://127.0.0.1:50151 issue.txt
import { readFile } from "node:fs/promises";
import { ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { IssueService } from "./generated/tiyao/v1/issue_pb.js";

const [url, path] = process.argv.slice(2);
const client = createClient(IssueService, createGrpcTransport({ baseUrl: url }));
const data = await readFile(path);
try {
  // Articles come as they are ready: a header first, the totals last.
  const events = client.analyzeIssue(
    { content: { form: { case: "data", value: data } } },
    { timeoutMs: 60_000 },
  );
  for await (const { event } of events) {
    if (event.case !== "article") continue;
    const { title, keywords, summary } = event.value;
    console.log(title);
    console.log(`关键词：${keywords.map((keyword) => keyword.text).join("；")}`);
    console.log(`摘要：${summary?.sentences.map((sentence) => sentence.text).join("") ?? ""}\n`);
  }
} catch (error) {
  console.error(ConnectError.from(error).message);
  process.exitCode = 1;
}
