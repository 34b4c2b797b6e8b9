{{- define "tasksynth.labels" -}}
app.kubernetes.io/name: tasksynth
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end -}}

{{- define "tasksynth.selector" -}}
matchLabels:
  {{- include "tasksynth.labels" . | nindent 2 }}
{{- end -}}

{{- define "tasksynth.name" -}}
{{- printf "%s-%s" .root.Release.Name .role | trunc 63 -}}
{{- end -}}

{{- define "tasksynth.store" -}}
{{- if .Values.postgres.enabled -}}
postgresql://tasksynth@{{ .Release.Name }}-postgres/tasksynth
{{- else -}}
{{ .Values.postgres.address }}
{{- end -}}
{{- end -}}

{{- /* What both roles share: the server's container, but for what it serves. */ -}}
{{- define "tasksynth.server" -}}
image: {{ .root.Values.image }}
imagePullPolicy: {{ .root.Values.imagePullPolicy }}
ports:
  - {name: http, containerPort: 8321}
readinessProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 5
  timeoutSeconds: 6
livenessProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
startupProbe:
  httpGet: {path: /healthz, port: http}
  periodSeconds: 2
  failureThreshold: 60
securityContext:
  allowPrivilegeEscalation: false
  capabilities: {drop: [ALL]}
resources:
  {{- toYaml .resources | nindent 2 }}
{{- end -}}

{{- define "tasksynth.pod" -}}
terminationGracePeriodSeconds: 45
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  seccompProfile: {type: RuntimeDefault}
{{- end -}}
